import { describe, expect, it, onTestFinished } from "vitest";
import type { AgentEvent, AgentTurn } from "#frontend-bff/agent-backend/agent-backend.ts";
import {
  createBedrockAgentBackend,
  createBedrockRuntimeClient,
} from "#frontend-bff/agent-backend/bedrock-agent-backend.ts";
import { BedrockServiceError, type ServiceErrorName } from "#local/bedrock/service-error.ts";
import { routingPromptOpening } from "#local/model/model.ts";
import {
  agentsThat,
  ask,
  credentials,
  lambdaSays,
  lookUp,
  orderTool,
  type Said,
  type Step,
  slotsTool,
  startWorld,
  stop,
  supervisorIds,
} from "./local-bedrock-world.ts";

async function world(options: Parameters<typeof startWorld>[0], ids = supervisorIds) {
  const started = await startWorld(options);
  const client = createBedrockRuntimeClient({
    endpoint: started.bedrock.url,
    region: "us-east-1",
    credentials,
  });
  onTestFinished(async () => {
    client.destroy();
    await started.bedrock.close();
  });
  return { ...started, backend: createBedrockAgentBackend({ client, ...ids }) };
}

const turn = (more: Partial<AgentTurn> = {}): AgentTurn => ({
  agentSessionId: "a_1",
  text: "When can you come?",
  sessionAttributes: { session_id: "s_1" },
  context: { sessionId: "s_1", today: "Monday, 2026-11-23", timeZone: "America/New_York", office: {} },
  signal: new AbortController().signal,
  ...more,
});

const slots = {
  project_id: "7",
  project_number: "A-7",
  date: "2026-11-27",
  date_label: "Friday, November 27",
  time_slots: [{ time: "10:00:00", label: "10:00 AM", part: "morning" }],
};
const saying = (events: AgentEvent[]) =>
  events.flatMap((event) => (event.type === "text-delta" ? [event.text] : [])).join("");
const askAsSaid = ask() as Said[];
const writes = (...pieces: string[]): Step => pieces;

describe("a turn", () => {
  it("tells actions with agent, outcome and result, then text, usage and completed", async () => {
    const {
      backend,
      events: lambdaEvents,
      model,
    } = await world({
      plays: { supervisor: [ask(), ["Um zehn, ", "schön 👋🏽"]], specialist: [lookUp, ["ten"]] },
      handler: async (event) =>
        lambdaSays(event, { outcome: "ok", message: "for the model", result: { ...slots, secret: "no" } }),
    });

    const events = await Array.fromAsync(backend.invoke(turn()));

    const call = { agent: "specialist", group: "slots", action: "get_time_slots" };
    expect(events.slice(0, 2)).toEqual([
      { type: "action-started", ...call },
      { type: "action-ended", ...call, outcome: "ok", result: slots },
    ]);
    expect(saying(events)).toBe("Um zehn, schön 👋🏽");
    expect(events.slice(-2)).toEqual([
      { type: "usage", inputTokens: 28, outputTokens: 12 },
      { type: "completed" },
    ]);
    expect(lambdaEvents[0]?.sessionAttributes).toEqual({ session_id: "s_1" });
    expect(model.requests[0]?.messages[0]?.content).toEqual([
      { text: expect.stringContaining("session_id: s_1") },
    ]);
  });

  it.each<[ServiceErrorName, string, boolean]>([
    ["throttlingException", "agent_busy", true],
    ["modelNotReadyException", "agent_busy", true],
    ["serviceQuotaExceededException", "agent_busy", false],
    ["accessDeniedException", "agent_forbidden", false],
    ["resourceNotFoundException", "agent_not_found", false],
    ["internalServerException", "agent_unavailable", true],
    ["badGatewayException", "agent_unavailable", true],
    ["dependencyFailedException", "agent_failed", true],
    ["validationException", "agent_failed", false],
  ])("ends with one failure after %s, and is not run twice", async (name, code, retryable) => {
    const failing: Step = async function* () {
      yield { type: "text-delta", text: "Well" };
      throw new BedrockServiceError(name, "upstream words");
    };
    const { backend, model } = await world({ plays: { supervisor: [failing] } });

    const events = await Array.fromAsync(backend.invoke(turn()));

    expect(events).toEqual([
      { type: "text-delta", text: "Well" },
      { type: "failed", code, retryable },
    ]);
    expect(model.requests).toHaveLength(1);
  });

  it("arrives whole however large the answer and however slow its reader", async () => {
    const pieces = Array.from({ length: 64 }, (_, index) => `${index} schön 👋🏽 `.repeat(1_000));
    const { backend } = await world({ plays: { supervisor: [writes(...pieces)] } });
    const events: AgentEvent[] = [];

    for await (const event of backend.invoke(turn())) {
      events.push(event);
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(saying(events)).toBe(pieces.join(""));
    expect(events.at(-1)).toEqual({ type: "completed" });
  });

  it("fails as not found for an agent that does not exist", async () => {
    const { backend } = await world({ plays: {} }, { ...supervisorIds, agentId: "NOBODY0001" });

    expect(await Array.fromAsync(backend.invoke(turn()))).toEqual([
      { type: "failed", code: "agent_not_found", retryable: false },
    ]);
  });

  it("fails as unavailable when nobody listens, and when the connection is cut in mid-answer", async () => {
    const { backend, bedrock } = await world({
      plays: {
        supervisor: [
          async function* () {
            yield { type: "text-delta", text: "Well" };
            await new Promise(() => {});
          },
        ],
      },
    });
    const events: AgentEvent[] = [];

    for await (const event of backend.invoke(turn())) {
      events.push(event);
      if (event.type === "text-delta") void bedrock.close();
    }
    const later = await Array.fromAsync(backend.invoke(turn()));

    const unavailable = { type: "failed", code: "agent_unavailable", retryable: true };
    expect(events).toEqual([{ type: "text-delta", text: "Well" }, unavailable]);
    expect(later).toEqual([unavailable]);
  });

  it.each<[string, Step]>([
    ["nothing", writes()],
    ["white space alone", writes(" \n")],
  ])("fails as silent when the agent says %s", async (_, step) => {
    const { backend } = await world({ plays: { supervisor: [step] } });

    const events = await Array.fromAsync(backend.invoke(turn()));

    expect(events.at(-1)).toEqual({ type: "failed", code: "agent_silent", retryable: true });
  });

  it("fails when the model prints a tool call, and lets none of it out", async () => {
    const { backend } = await world({
      plays: { supervisor: [writes("One moment. <func", "tion_calls><invoke name=", '"x">s_1')] },
    });

    const events = await Array.fromAsync(backend.invoke(turn()));

    expect(saying(events)).toBe("One moment. ");
    expect(events.at(-1)).toEqual({ type: "failed", code: "agent_leaked_markup", retryable: true });
  });
});

describe("an action that Bedrock wants confirmed", () => {
  const confirming = agentsThat({ confirm: ["get_time_slots", "order"] });
  const twice: Step = [
    { call: slotsTool, input: { project_id: "7", date: "Friday" } },
    { call: orderTool, input: { items: [] } },
  ];
  const ok = { outcome: "ok", message: "for the model", result: slots };

  it.each([
    ["alone", lookUp, 1],
    ["with another", twice, 2],
  ])("runs unasked when it comes %s, and the turn goes on as one", async (_, step, count) => {
    const { backend, events: lambdaEvents } = await world({
      agents: confirming,
      plays: { supervisor: [ask(), ["Um ", "zehn 👋🏽"]], specialist: [step, ["ten"]] },
      handler: async (event) => lambdaSays(event, ok),
    });

    const events = await Array.fromAsync(backend.invoke(turn()));

    expect(lambdaEvents).toHaveLength(count);
    expect(lambdaEvents[0]?.sessionAttributes).toEqual({ session_id: "s_1" });
    const types = events.map(({ type }) => type).filter((type) => type !== "text-delta");
    const each = Array.from({ length: count }, () => ["action-started", "action-ended"]).flat();
    expect(types).toEqual([...each, "usage", "completed"]);
    expect(events[1]).toMatchObject({ action: "get_time_slots", outcome: "ok", result: slots });
    expect(saying(events)).toBe("Um zehn 👋🏽");
    expect(events.at(-2)).toEqual({ type: "usage", inputTokens: 28, outputTokens: 12 });
  });

  it("is agreed to five times a turn and then no more", async () => {
    const { backend, events: lambdaEvents } = await world({
      agents: confirming,
      plays: { supervisor: [ask()], specialist: [lookUp] },
      handler: async (event) => lambdaSays(event, ok),
    });

    const events = await Array.fromAsync(backend.invoke(turn()));

    expect(events.at(-1)).toEqual({ type: "failed", code: "agent_failed", retryable: false });
    expect(events.filter(({ type }) => type === "failed" || type === "completed")).toHaveLength(1);
    expect(lambdaEvents).toHaveLength(5);
  });

  it("fails the turn where Bedrock does not take a collaborator's answer", async () => {
    const { backend, events: lambdaEvents } = await world({
      agents: confirming,
      plays: { supervisor: [ask(), ["never"]], specialist: [lookUp, ["never"]] },
      switches: { returnControlBehindSupervisor: "refused" },
    });

    const events = await Array.fromAsync(backend.invoke(turn()));

    expect(events.at(-1)).toEqual({ type: "failed", code: "agent_failed", retryable: false });
    expect(lambdaEvents).toHaveLength(0);
  });

  it("fails the turn when an action is handed over to be run here", async () => {
    const { backend, model } = await world({
      agents: agentsThat({ returnControl: true }),
      plays: { supervisor: [ask(), ["never"]], specialist: [lookUp, ["never"]] },
    });

    const events = await Array.fromAsync(backend.invoke(turn()));

    expect(events.filter(({ type }) => type !== "usage")).toEqual([
      { type: "failed", code: "agent_failed", retryable: false },
    ]);
    expect(model.requests).toHaveLength(2);
  });

  it("is not agreed to once the customer has stopped the turn", async () => {
    const { backend, events: lambdaEvents } = await world({
      agents: confirming,
      plays: { supervisor: [["One moment. ", ...askAsSaid], ["never"]], specialist: [lookUp, ["never"]] },
    });
    const cut = new AbortController();
    const events: AgentEvent[] = [];

    for await (const event of backend.invoke(turn({ signal: cut.signal }))) {
      events.push(event);
      cut.abort();
    }

    expect(events.at(-1)).toEqual({ type: "failed", code: "agent_stopped", retryable: false });
    expect(lambdaEvents).toHaveLength(0);
  });
});

describe("a supervisor-router", () => {
  it("answers as the collaborator that it chose, the classifier's tokens counted", async () => {
    const { backend } = await world({
      agents: agentsThat({}).map((agent) =>
        agent.name === "supervisor" ? { ...agent, collaboration: "SUPERVISOR_ROUTER" } : agent,
      ),
      plays: { [routingPromptOpening]: [["<a>specialist</a>"]], specialist: [lookUp, ["At ", "ten."]] },
      handler: async (event) => lambdaSays(event, { outcome: "ok", message: "", result: slots }),
    });

    const events = await Array.fromAsync(backend.invoke(turn()));

    expect(saying(events)).toBe("At ten.");
    expect(events[0]).toMatchObject({ type: "action-started", agent: "specialist" });
    expect(events.slice(-2)).toEqual([
      { type: "usage", inputTokens: 21, outputTokens: 9 },
      { type: "completed" },
    ]);
  });
});

describe("a turn that is cut", () => {
  const hanging = (seen: (signal: AbortSignal) => void): Step =>
    async function* ({ signal }) {
      seen(signal);
      yield { type: "text-delta", text: "Well" };
      await new Promise(() => {});
      yield stop();
    };

  it.each([
    ["is stopped by the customer", undefined, { code: "agent_stopped", retryable: false }],
    [
      "runs into its time limit",
      new DOMException("too long", "TimeoutError"),
      { code: "agent_unavailable", retryable: true },
    ],
  ])("ends here and at the back end when it %s", async (_, reason, failed) => {
    const seen = Promise.withResolvers<AbortSignal>();
    const { backend } = await world({ plays: { supervisor: [hanging(seen.resolve)] } });
    const cut = new AbortController();
    const events: AgentEvent[] = [];

    for await (const event of backend.invoke(turn({ signal: cut.signal }))) {
      events.push(event);
      if (event.type === "text-delta") cut.abort(reason);
    }

    expect(events).toEqual([
      { type: "text-delta", text: "Well" },
      { type: "failed", ...failed },
    ]);
    await aborted(await seen.promise);
  });

  it("ends at the back end when the reader walks away", async () => {
    const seen = Promise.withResolvers<AbortSignal>();
    const { backend } = await world({ plays: { supervisor: [hanging(seen.resolve)] } });

    for await (const _event of backend.invoke(turn())) break;

    await aborted(await seen.promise);
  });

  it("does not begin when it was stopped before", async () => {
    const { backend, model } = await world({ plays: { supervisor: [["never"]] } });

    const events = await Array.fromAsync(backend.invoke(turn({ signal: AbortSignal.abort() })));

    expect(events).toEqual([{ type: "failed", code: "agent_stopped", retryable: false }]);
    expect(model.requests).toHaveLength(0);
  });
});

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

describe("end", () => {
  it("makes the agent forget, and says so", async () => {
    const { backend, model } = await world({ plays: { supervisor: [["Yes."]] } });

    await Array.fromAsync(backend.invoke(turn()));
    const taken = await backend.end("a_1");
    await Array.fromAsync(backend.invoke(turn()));

    expect(taken).toBe(true);
    expect(model.requests.map(({ messages }) => messages.length)).toEqual([1, 1]);
  });

  it("says that the back end did not take it, and does not throw", async () => {
    const { backend, bedrock } = await world({ plays: {} });
    await bedrock.close();

    expect(await backend.end("a_1")).toBe(false);
  });
});
