import { InvokeAgentCommand } from "@aws-sdk/client-bedrock-agent-runtime";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startLocalBedrock } from "#local/bedrock/server.ts";
import { BedrockServiceError, type ServiceErrorName } from "#local/bedrock/service-error.ts";
import {
  ask,
  clientOf,
  lambdaSays,
  lookUp,
  orderTool,
  type Protocol,
  say,
  startWorld,
  stop,
  supervisorIds,
} from "./local-bedrock-world.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function world(options: Parameters<typeof startWorld>[0], protocol?: Protocol) {
  const started = await startWorld(options);
  const client = clientOf(started.bedrock.url, protocol);
  closers.push(started.bedrock.close, () => client.destroy());
  return { ...started, client };
}

const wholeWay = { supervisor: [ask(), ["At ", "ten."]], specialist: [lookUp, ["ten"]] };

describe.each<Protocol>(["h2c", "HTTP/1.1"])("InvokeAgent over %s", (protocol) => {
  it("runs supervisor, collaborator and Lambda and answers in one chunk, without traces", async () => {
    const { client, events, model } = await world(
      { plays: wholeWay, handler: async (event) => lambdaSays(event, { slots: ["10:00"] }) },
      protocol,
    );

    const heard = await say(client);

    expect(heard).toMatchObject({ text: "At ten.", traces: [], error: undefined });
    expect(heard.chunks).toHaveLength(1);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      messageVersion: "1.0",
      agent: { name: "specialist", id: "SPEC000001", alias: "LIVE000000", version: "3" },
      inputText: "times?",
      actionGroup: "slots",
      apiPath: "/get_time_slots",
      httpMethod: "POST",
      parameters: [
        { name: "project_id", type: "string", value: "7" },
        { name: "date", type: "string", value: "Friday" },
      ],
    });
    expect(events[0]).not.toHaveProperty("requestBody");
    const seenByModel = model.requests.at(-2)?.messages.at(-1)?.content;
    expect(seenByModel).toEqual([
      { toolResult: { toolUseId: "t0", content: [{ text: '{"slots":["10:00"]}' }] } },
    ]);
  });

  it("streams the answer as the model writes it, characters split across chunks", async () => {
    const gate = Promise.withResolvers<void>();
    const { client } = await world(
      {
        plays: {
          supervisor: [
            async function* () {
              yield { type: "text-delta", text: "Grüße, " };
              await gate.promise;
              yield { type: "text-delta", text: "日本 👋🏽" };
              yield stop();
            },
          ],
        },
      },
      protocol,
    );

    const heard = await say(
      client,
      { streamingConfigurations: { streamFinalResponse: true } },
      // The rest is written only after the beginning has arrived.
      (event) => event.chunk && gate.resolve(),
    );

    expect(heard.text).toBe("Grüße, 日本 👋🏽");
    const alone = heard.chunks.map((bytes) => new TextDecoder().decode(bytes)).join("");
    expect(alone).not.toBe(heard.text);
    expect(alone).toContain("\uFFFD");
  });

  it("ends the turn at once when the caller leaves", async () => {
    const seen = Promise.withResolvers<AbortSignal>();
    const { client } = await world(
      {
        plays: {
          supervisor: [
            async function* ({ signal }) {
              yield { type: "text-delta", text: "Let me" };
              seen.resolve(signal);
              // A model that does not listen: the runtime must not wait for it.
              await new Promise(() => {});
            },
            ["Again."],
          ],
        },
      },
      protocol,
    );
    const leaving = new AbortController();
    const command = new InvokeAgentCommand({
      ...supervisorIds,
      sessionId: "sess-1:u.1",
      inputText: "hello",
      enableTrace: true,
    });
    const { completion } = await client.send(command, { abortSignal: leaving.signal });
    const signal = await seen.promise;
    expect(signal.aborted).toBe(false);

    leaving.abort();

    await vi.waitFor(() => expect(signal.aborted).toBe(true));
    // Over HTTP/1.1 the iteration throws, over h2c it just ends.
    await Array.fromAsync(completion ?? []).catch(() => {});
    await vi.waitFor(async () => expect((await say(client)).text).toBe("Again."));
  });

  it("throws what happens within the stream as the SDK's own class", async () => {
    const failing = (name: ServiceErrorName) =>
      async function* () {
        yield { type: "text-delta" as const, text: "Well" };
        throw new BedrockServiceError(name, `text of ${name}`);
      };
    const names: ServiceErrorName[] = [
      "throttlingException",
      "internalServerException",
      "badGatewayException",
      "dependencyFailedException",
      "modelNotReadyException",
      "serviceQuotaExceededException",
      "validationException",
      "accessDeniedException",
      "resourceNotFoundException",
      "conflictException",
    ];
    const { client } = await world({ plays: { supervisor: names.map(failing) } }, protocol);

    for (const name of names) {
      const { text, error } = await say(client, {
        streamingConfigurations: { streamFinalResponse: true },
      });

      expect(text).toBe("Well");
      expect(error).toMatchObject({
        name: name.charAt(0).toUpperCase() + name.slice(1),
        message: `text of ${name}`,
      });
    }
  });
});

describe("traces", () => {
  it("tell each step in order, one member of each union, in the name of the agent that took it", async () => {
    const { client } = await world({
      plays: {
        supervisor: [["I ask the specialist.", ...asSaid(ask())], ["At ten."]],
        specialist: wholeWay.specialist,
      },
      handler: async (event) => lambdaSays(event, { outcome: "ok" }),
    });

    const { traces } = await say(client, { enableTrace: true });

    const steps = traces.map(({ trace, collaboratorName }) => {
      expect(Object.keys(trace ?? {})).toEqual(["orchestrationTrace"]);
      const members = Object.keys(trace?.orchestrationTrace ?? {});
      expect(members).toHaveLength(1);
      return `${collaboratorName ?? "supervisor"} ${members[0]}`;
    });
    expect(steps).toEqual([
      "supervisor modelInvocationInput",
      "supervisor modelInvocationOutput",
      "supervisor rationale",
      "supervisor invocationInput",
      "specialist modelInvocationInput",
      "specialist modelInvocationOutput",
      "specialist invocationInput",
      "specialist observation",
      "specialist modelInvocationInput",
      "specialist modelInvocationOutput",
      "specialist observation",
      "supervisor observation",
      "supervisor modelInvocationInput",
      "supervisor modelInvocationOutput",
      "supervisor observation",
    ]);
    const arn = (id: string) => ({
      agentAliasArn: `arn:aws:bedrock:us-east-1:000000000000:agent-alias/${id}/LIVE000000`,
    });
    expect(traces[0]).toMatchObject({
      agentId: "SUP0000001",
      agentVersion: "3",
      sessionId: "sess-1:u.1",
      callerChain: [arn("SUP0000001")],
      eventTime: new Date("2026-11-23T15:00:00Z"),
    });
    expect(traces[1]?.trace?.orchestrationTrace?.modelInvocationOutput?.metadata?.usage).toEqual({
      inputTokens: 7,
      outputTokens: 3,
    });
    expect(traces[6]).toMatchObject({
      agentId: "SPEC000001",
      callerChain: [arn("SUP0000001"), arn("SPEC000001")],
      trace: {
        orchestrationTrace: {
          invocationInput: {
            actionGroupInvocationInput: {
              actionGroupName: "slots",
              apiPath: "/get_time_slots",
              verb: "post",
              executionType: "LAMBDA",
            },
          },
        },
      },
    });
    expect(traces[7]?.trace?.orchestrationTrace?.observation?.actionGroupInvocationOutput?.text).toBe(
      '{"outcome":"ok"}',
    );
    expect(traces.at(-1)?.trace?.orchestrationTrace?.observation).toMatchObject({
      type: "FINISH",
      finalResponse: { text: "At ten." },
    });
  });
});

function asSaid(step: ReturnType<typeof ask>) {
  if (typeof step === "function") throw new Error("not a list");
  return step;
}

describe("what an action's Lambda is handed", () => {
  it("is strings throughout, arrays in Java's form, in the body where the schema has one", async () => {
    const input = { items: [{ name: "a", count: 2 }], gift: true, unknown: "dropped" };
    const { client, events } = await world({
      plays: { supervisor: wholeWay.supervisor, specialist: [[{ call: orderTool, input }], ["ok"]] },
    });

    await say(client);

    expect(events[0]?.parameters).toEqual([]);
    expect(events[0]?.requestBody).toEqual({
      content: {
        "application/json": {
          properties: [
            { name: "items", type: "array", value: "[{name=a, count=2}]" },
            { name: "gift", type: "boolean", value: "true" },
          ],
        },
      },
    });
  });

  it("is the session's attributes, not the prompt's, and keeps what the Lambda returned", async () => {
    const { client, events } = await world({
      plays: {
        supervisor: [ask(), ["a"], ask(), ["b"]],
        specialist: [lookUp, ["x"], lookUp, ["y"]],
      },
      handler: async (event) =>
        lambdaSays(event, {}, { sessionAttributes: { ...event.sessionAttributes, seen: "yes" } }),
    });

    await say(client, {
      sessionState: { sessionAttributes: { session_id: "s_1" }, promptSessionAttributes: { mood: "good" } },
    });
    await say(client);

    expect(events.map(({ sessionAttributes }) => sessionAttributes)).toEqual([
      { session_id: "s_1" },
      { session_id: "s_1", seen: "yes" },
    ]);
    expect(events.map(({ promptSessionAttributes }) => promptSessionAttributes)).toEqual([{}, {}]);
  });

  it("is a session id of the collaborator's own, stable within the supervisor's session", async () => {
    const { client, events } = await world({
      plays: {
        supervisor: [ask(), ["a"], ask(), ["b"], ask(), ["c"]],
        specialist: [lookUp, ["x"], lookUp, ["y"], lookUp, ["z"]],
      },
    });

    for (const sessionId of ["sess-1", "sess-1", "sess-2"]) await say(client, { sessionId });

    const [first, second, other] = events.map(({ sessionId }) => sessionId);
    expect(first).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });
});

describe("a Lambda that fails", () => {
  const cases: [string, Parameters<typeof startWorld>[0]["handler"]][] = [
    ["throws", () => Promise.reject(new Error("secret 555-0100"))],
    ["takes too long", () => new Promise(() => {})],
    ["answers something else", async () => ({ statusCode: 200, body: "{}" })],
    ["answers for another path", async (event) => lambdaSays({ ...event, apiPath: "/other" }, {})],
    ["answers with a body that is no string", async (event) => malformedBody(event)],
  ];
  it.each(cases)("and %s ends the turn with a DependencyFailedException", async (_, handler) => {
    const { client, model } = await world({
      plays: { supervisor: [ask(), ["never"]], specialist: [lookUp, ["never"]] },
      ...(handler && { handler }),
      timeoutMs: 40,
    });

    const { error, text } = await say(client);

    expect(error).toMatchObject({ name: "DependencyFailedException", resourceName: "Lambda" });
    expect(String(error)).not.toContain("555-0100");
    expect(text).toBe("");
    expect(model.requests).toHaveLength(2);
  });
});

function malformedBody(event: Parameters<typeof lambdaSays>[0]) {
  const answer = lambdaSays(event, {});
  return {
    ...answer,
    response: { ...answer.response, responseBody: { "application/json": { body: { a: 1 } } } },
  };
}

describe("a session", () => {
  const plays = { supervisor: [["Yes."]] };
  const heardBy = ({ requests }: { requests: { messages: unknown[] }[] }) =>
    requests.map(({ messages }) => messages.length);

  it("remembers earlier turns under its id, and only there", async () => {
    const { client, model } = await world({ plays });

    await say(client);
    await say(client);
    await say(client, { sessionId: "another" });

    expect(heardBy(model)).toEqual([1, 3, 1]);
    expect(model.requests[1]?.messages[1]).toEqual({ role: "assistant", content: [{ text: "Yes." }] });
  });

  it("is forgotten when idle for longer than the agent allows", async () => {
    const { client, model, clock } = await world({ plays });

    await say(client);
    clock.advance(599);
    await say(client);
    clock.advance(600);
    await say(client);

    expect(heardBy(model)).toEqual([1, 3, 1]);
  });

  it("is forgotten by endSession, with its collaborators'", async () => {
    const { client, model, events } = await world({
      plays: { supervisor: [ask(), ["a"], ask(), ["b"]], specialist: [lookUp, ["x"], lookUp, ["y"]] },
    });

    await say(client);
    const ended = await say(client, { endSession: true, inputText: undefined });
    await say(client);

    expect(ended.error).toBeUndefined();
    expect(heardBy(model)).toEqual([1, 1, 3, 3, 1, 1, 3, 3]);
    expect(events[1]?.sessionId).not.toBe(events[0]?.sessionId);
  });

  it("learns nothing of a turn that failed", async () => {
    const failing = async function* () {
      yield { type: "text-delta" as const, text: "half" };
      throw new Error("broken");
    };
    const { client, model } = await world({ plays: { supervisor: [failing, ["Yes."]] } });

    const { error } = await say(client);
    await say(client);

    expect(error).toMatchObject({ name: "DependencyFailedException", resourceName: "Amazon Bedrock" });
    expect(heardBy(model)).toEqual([1, 1]);
  });

  it("takes one turn at a time", async () => {
    const gate = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const { client } = await world({
      plays: {
        supervisor: [
          async function* () {
            began.resolve();
            await gate.promise;
            yield { type: "text-delta", text: "First." };
            yield stop();
          },
        ],
      },
    });

    const first = say(client);
    await began.promise;
    const second = await say(client);
    gate.resolve();

    expect(second.error).toMatchObject({ name: "ConflictException" });
    expect((await first).text).toBe("First.");
  });
});

describe("an agent that does not come to an end", () => {
  it("apologises after ten model calls, a failureTrace before", async () => {
    const { client, model } = await world({
      plays: { supervisor: [[{ call: "no_such_tool", input: {} }]] },
    });

    const { text, traces } = await say(client, { enableTrace: true });

    expect(model.requests).toHaveLength(10);
    expect(text).toBe("Sorry, I am unable to assist you with this request.");
    expect(traces.at(-1)?.trace?.failureTrace?.failureReason).toBe("Max iterations exceeded");
    expect(traces[2]?.trace?.orchestrationTrace?.observation).toMatchObject({
      type: "REPROMPT",
      repromptResponse: { source: "PARSER" },
    });
  });

  it("apologises when agents call each other too deep", async () => {
    const down = asSaid(ask()).map((said) =>
      typeof said === "string" ? said : { ...said, input: { ...said.input, recipient: "again" } },
    );
    const { client, traces } = await (async () => {
      const { client } = await world({ plays: { loop: [down, down, down, ["Enough."]] } });
      return { client, ...(await say(client, { agentId: "LOOP000001", enableTrace: true })) };
    })();

    const failures = traces.filter(({ trace }) => trace?.failureTrace);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.callerChain).toHaveLength(4);
    expect((await say(client, { agentId: "LOOP000001" })).text).toBe("Enough.");
  });
});

describe("a request that is refused before the stream", () => {
  it.each([
    ["an unknown agent", { agentId: "NOBODY0001" }, "ResourceNotFoundException", "doesn't exist"],
    ["an unknown alias", { agentAliasId: "NOBODY0001" }, "ResourceNotFoundException", "doesn't exist"],
    [
      "an id of the wrong form",
      { agentId: "A-1" },
      "ValidationException",
      "1 validation error detected: Value 'A-1' at 'agentId' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-zA-Z]+",
    ],
    [
      "two wrong members",
      { sessionId: "x", memoryId: "y" },
      "ValidationException",
      "2 validation errors detected: Value 'x' at 'sessionId' failed to satisfy constraint: Member must have length greater than or equal to 2; Value 'y' at 'memoryId'",
    ],
    ["no words", { inputText: undefined }, "ValidationException", "inputText"],
  ])("names %s", async (_, input, name, message) => {
    const { client, model } = await world({ plays: { supervisor: [["never"]] } });

    const { error } = await say(client, input);

    expect(error).toMatchObject({ name, message: expect.stringContaining(message) });
    expect(model.requests).toHaveLength(0);
  });

  it("is told which operations there are, when its path is none of them", async () => {
    const { bedrock } = await world({ plays: {} });

    const response = await fetch(`${bedrock.url}/agents/`, { method: "PUT", body: "{}" });

    expect(response.status).toBe(404);
    expect(response.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
    expect(await response.json()).toMatchObject({ message: expect.stringContaining("InvokeAgent") });
  });

  it.each(["not json", "[1", '{"inputText":5}'])("is refused as %s", async (body) => {
    const { bedrock } = await world({ plays: {} });
    const path = "/agents/SUP0000001/agentAliases/LIVE000000/sessions/sess-1/text";

    const response = await fetch(bedrock.url + path, { method: "POST", body });

    expect(response.status).toBe(400);
    expect(response.headers.get("x-amzn-errortype")).toBe("ValidationException");
  });
});

it("names the port when it is taken", async () => {
  const { bedrock, model, clock } = await world({ plays: {} });
  const functions = { invoke: () => Promise.reject(new Error("unused")) };
  const registry = { resolve: () => undefined };

  await expect(
    startLocalBedrock({ port: bedrock.port, registry, model, functions, clock }),
  ).rejects.toMatchObject({ code: "port_in_use", message: expect.stringContaining(String(bedrock.port)) });
});
