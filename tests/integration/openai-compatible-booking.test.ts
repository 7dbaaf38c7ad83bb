import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOpenAiCompatibleModel } from "#local/model/openai-compatible/openai-compatible-model.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { signIn } from "#tests/builders/chat-client.ts";
import {
  type Canned,
  event,
  offers,
  startChatCompletionsServer,
} from "#tests/builders/chat-completions-server.ts";
import { type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";

/** The whole system with its model behind the OpenAI protocol, on a real socket; the server plays every agent. */
let server: Awaited<ReturnType<typeof startChatCompletionsServer>>;
let system: RunningSystem;

beforeAll(async () => {
  server = await startChatCompletionsServer(createScriptedModel());
  const model = createOpenAiCompatibleModel({
    baseUrl: server.baseUrl,
    apiKey: "key-of-the-model-server",
    modelName: "scripted-behind-http",
    silenceMs: 1_500,
  });
  system = await startRunningSystem({ model });
});
afterAll(async () => {
  await system?.close();
  await server?.close();
});

describe("an openai-compatible model", () => {
  it("completes a booking, though it garbles a tool call on the way", async () => {
    const customer = await signIn(system, "1000101");
    const before = system.engine.appointments().length;

    await customer.say("I'd like to schedule my flooring installation");
    server.next("garble-arguments", offers("get_time_slots"));
    await customer.say("the second one");
    const asked = await customer.say("10 am please");
    const done = await customer.click(true);

    expect(done.error).toBeUndefined();
    expect(system.engine.appointments().length).toBe(before + 1);
    expect(system.engine.appointments().at(-1)).toMatchObject({
      customer_id: "1000101",
      date: asked.confirmation?.summary?.date,
      time: "10:00:00",
      status: "Scheduled",
    });
    expect(system.actions.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      "list_projects ok",
      "get_available_dates ok",
      "get_time_slots ok",
      "confirm_appointment needs_confirmation",
      "confirm_appointment ok",
    ]);
    const complaints = server.requests.filter(({ body }) =>
      body.messages.some(({ role, content }) => role === "tool" && content?.startsWith("Error: ")),
    );
    expect(complaints).toHaveLength(1);
  });
});

describe("a fault of the model's server", () => {
  const half = event({ content: "On Fri" });

  it.each<[string, Canned, { code: string; retryable: boolean }]>([
    ["a refused key", { status: 401 }, { code: "agent_forbidden", retryable: false }],
    ["too many requests", { status: 429 }, { code: "agent_busy", retryable: true }],
    ["a crash", { status: 500 }, { code: "agent_unavailable", retryable: true }],
    [
      "a cut in mid-answer",
      { writes: [half], ending: "cut" },
      { code: "agent_unavailable", retryable: true },
    ],
    ["a stream that ends early", { writes: [half] }, { code: "agent_unavailable", retryable: true }],
    ["silence", { ending: "hold" }, { code: "agent_failed", retryable: true }],
    ["an event that is no JSON", { writes: ["data: {oops\n\n"] }, { code: "agent_failed", retryable: true }],
    ["nothing said", { writes: [event({}, "stop")] }, { code: "agent_silent", retryable: true }],
  ])("(%s) reaches the browser as a code, and the next turn works", async (_, canned, error) => {
    const customer = await signIn(system, "1000102");
    const [asked, logged] = [server.requests.length, system.logLines.length];

    server.next(canned);
    const failed = await customer.say("Which projects do I have?");
    const next = await customer.say("Which projects do I have?");

    expect(failed.error).toMatchObject(error);
    expect(server.requests.length).toBeGreaterThan(asked + 1);
    expect(next).toMatchObject({ status: 200, error: undefined });
    expect(next.text).not.toBe("");
    const seen = failed.raw + next.raw + system.logLines.slice(logged).join("");
    expect(seen).not.toContain("key-of-the-model-server");
  });

  it("at the specialist's step fails the turn as well, and the next turn works", async () => {
    const customer = await signIn(system, "1000103");

    server.next({ writes: [half], ending: "cut" }, offers("list_projects"));
    const failed = await customer.say("Which projects do I have?");
    const next = await customer.say("Which projects do I have?");

    expect(failed.error).toMatchObject({ code: "agent_unavailable", retryable: true });
    expect(next).toMatchObject({ status: 200, error: undefined });
    expect(next.text).not.toBe("");
  });
});
