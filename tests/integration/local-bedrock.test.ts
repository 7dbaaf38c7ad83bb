import { InvokeAgentCommand } from "@aws-sdk/client-bedrock-agent-runtime";
import { describe, expect, it, vi } from "vitest";
import { startLocalBedrock } from "#local/bedrock/server.ts";
import { BedrockServiceError, type ServiceErrorName } from "#local/bedrock/service-error.ts";
import {
  ask,
  asSaid,
  lambdaSays,
  lookUp,
  openWorld,
  type Protocol,
  say,
  stop,
  supervisorIds,
} from "./local-bedrock-world.ts";

const wholeWay = { supervisor: [ask(), ["At ", "ten."]], specialist: [lookUp, ["ten"]] };

describe.each<Protocol>(["h2c", "HTTP/1.1"])("InvokeAgent over %s", (protocol) => {
  it("runs supervisor, collaborator and Lambda and answers in one chunk, without traces", async () => {
    const { client, events, model } = await openWorld(
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
    const { client } = await openWorld(
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
    const { client } = await openWorld(
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
    const { client } = await openWorld({ plays: { supervisor: names.map(failing) } }, protocol);

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
    const { client } = await openWorld({
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
    const { client, model } = await openWorld({ plays: { supervisor: [["never"]] } });

    const { error } = await say(client, input);

    expect(error).toMatchObject({ name, message: expect.stringContaining(message) });
    expect(model.requests).toHaveLength(0);
  });

  it("is told which operations there are, when its path is none of them", async () => {
    const { bedrock } = await openWorld({ plays: {} });

    const response = await fetch(`${bedrock.url}/agents/`, { method: "PUT", body: "{}" });

    expect(response.status).toBe(404);
    expect(response.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
    expect(await response.json()).toMatchObject({ message: expect.stringContaining("InvokeAgent") });
  });

  it.each(["not json", "[1", '{"inputText":5}'])("is refused as %s", async (body) => {
    const { bedrock } = await openWorld({ plays: {} });
    const path = "/agents/SUP0000001/agentAliases/LIVE000000/sessions/sess-1/text";

    const response = await fetch(bedrock.url + path, { method: "POST", body });

    expect(response.status).toBe(400);
    expect(response.headers.get("x-amzn-errortype")).toBe("ValidationException");
  });
});

it("names the port when it is taken", async () => {
  const { bedrock, model, clock } = await openWorld({ plays: {} });
  const functions = { invoke: () => Promise.reject(new Error("unused")) };
  const registry = { resolve: () => undefined };

  await expect(
    startLocalBedrock({ port: bedrock.port, registry, model, functions, clock }),
  ).rejects.toMatchObject({ code: "port_in_use", message: expect.stringContaining(String(bedrock.port)) });
});
