import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createBedrockConverseModel } from "#local/model/bedrock-converse/bedrock-converse-model.ts";
import { chooseModel } from "#local/model/choose-model.ts";
import type { ModelRequest } from "#local/model/model.ts";
import {
  type ConverseAnswer,
  startConverseStreamServer,
  stop,
  text,
  toolInput,
  toolStart,
  usage,
} from "#tests/builders/converse-stream-server.ts";

let server: Awaited<ReturnType<typeof startConverseStreamServer>>;
let client: BedrockRuntimeClient;
beforeAll(async () => {
  server = await startConverseStreamServer();
  client = new BedrockRuntimeClient({ endpoint: server.url, region: "us-east-1", maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

const noUsage = { inputTokens: 0, outputTokens: 0 };
const begun = { event: "messageStart", payload: { role: "assistant" } };

function request(change: Partial<ModelRequest> = {}): ModelRequest {
  return {
    system: "You help.",
    messages: [{ role: "user", content: [{ text: "Which dates are free?" }] }],
    tools: [{ name: "POST__g__get_dates", description: "Dates.", inputSchema: { type: "object" } }],
    signal: new AbortController().signal,
    ...change,
  };
}

function answer(change: Partial<ModelRequest> = {}, silenceMs = 5_000) {
  const model = createBedrockConverseModel({ client, modelId: "us.some-model-v1:0", silenceMs });
  return Array.fromAsync(model.stream(request(change)));
}

describe("the bedrock-converse model", () => {
  it("sends the conversation as it stands, for the model that is named", async () => {
    const messages: ModelRequest["messages"] = [
      { role: "user", content: [{ text: "Which dates are free?" }] },
      {
        role: "assistant",
        content: [
          { text: "One moment." },
          { toolUse: { toolUseId: "a", name: "POST__g__get_dates", input: { project_id: "7" } } },
        ],
      },
      {
        role: "user",
        content: [{ toolResult: { toolUseId: "a", content: [{ text: "{}" }], status: "error" } }],
      },
    ];
    server.next({ frames: [begun, text("None."), stop("end_turn")] });

    await answer({ messages });

    expect(server.requests.at(-1)).toMatchObject({
      path: "/model/us.some-model-v1%3A0/converse-stream",
      body: {
        system: [{ text: "You help." }],
        messages,
        toolConfig: {
          tools: [
            {
              toolSpec: {
                name: "POST__g__get_dates",
                description: "Dates.",
                inputSchema: { json: { type: "object" } },
              },
            },
          ],
        },
      },
    });
  });

  it("sends neither an empty system nor an empty list of tools", async () => {
    server.next({ frames: [begun, text("Hello."), stop("end_turn")] });

    await answer({ system: "", tools: [] });

    expect(Object.keys(server.requests.at(-1)?.body ?? {})).toEqual(["messages"]);
  });

  it("passes text on as it comes and ends with the usage", async () => {
    server.next({ frames: [begun, text("On Fri"), text("day."), stop("end_turn"), usage(12, 5)] });

    expect(await answer()).toEqual([
      { type: "text-delta", text: "On Fri" },
      { type: "text-delta", text: "day." },
      { type: "stop", stopReason: "end_turn", usage: { inputTokens: 12, outputTokens: 5 } },
    ]);
  });

  it("reads tool calls from their pieces, in the order in which they began", async () => {
    server.next({
      frames: [
        begun,
        text("One moment."),
        toolStart(1, "a", "POST__g__get_dates"),
        toolInput(1, '{"project'),
        toolInput(1, '_id":"7"}'),
        toolStart(2, "b", "POST__g__get_notes"),
        stop("tool_use"),
      ],
    });

    expect(await answer()).toEqual([
      { type: "text-delta", text: "One moment." },
      { type: "tool-use", toolUseId: "a", name: "POST__g__get_dates", input: { project_id: "7" } },
      { type: "tool-use", toolUseId: "b", name: "POST__g__get_notes", input: {} },
      { type: "stop", stopReason: "tool_use", usage: noUsage },
    ]);
  });

  it("passes over a model's reasoning", async () => {
    const reasoning = {
      event: "contentBlockDelta",
      payload: { contentBlockIndex: 0, delta: { reasoningContent: { text: "Hm." } } },
    };
    server.next({ frames: [begun, reasoning, text("Hi"), stop("end_turn")] });

    expect(await answer()).toEqual([
      { type: "text-delta", text: "Hi" },
      { type: "stop", stopReason: "end_turn", usage: noUsage },
    ]);
  });

  it("asks once more when a tool call is no JSON object", async () => {
    server.next({
      frames: [begun, toolStart(0, "a", "POST__g__get_dates"), toolInput(0, "{"), stop("tool_use")],
    });
    server.next({ frames: [begun, toolStart(0, "b", "POST__g__get_dates"), stop("tool_use")] });

    expect(await answer()).toContainEqual(expect.objectContaining({ type: "tool-use", toolUseId: "b" }));
    expect(server.requests.at(-1)?.body.messages).toMatchObject([
      {},
      { role: "assistant", content: [{ toolUse: { toolUseId: "a", input: {} } }] },
      { role: "user", content: [{ toolResult: { toolUseId: "a", status: "error" } }] },
    ]);
  });

  it.each<[string, ConverseAnswer, string]>([
    ["no access", { error: { status: 403, type: "AccessDeniedException" } }, "accessDeniedException"],
    [
      "an unknown model",
      { error: { status: 404, type: "ResourceNotFoundException" } },
      "resourceNotFoundException",
    ],
    ["a refused request", { error: { status: 400, type: "ValidationException" } }, "validationException"],
    ["throttling", { error: { status: 429, type: "ThrottlingException" } }, "throttlingException"],
    ["an expired token", { error: { status: 403, type: "ExpiredTokenException" } }, "accessDeniedException"],
    ["an outage", { error: { status: 503, type: "ServiceUnavailableException" } }, "modelNotReadyException"],
    [
      "an error of another kind",
      { error: { status: 500, type: "SurpriseException" } },
      "badGatewayException",
    ],
    [
      "throttling in mid-answer",
      {
        frames: [
          begun,
          text("On"),
          { exception: "throttlingException", payload: { message: "internal-host-17" } },
        ],
      },
      "throttlingException",
    ],
    [
      "a model's failure in mid-answer",
      {
        frames: [begun, { exception: "modelStreamErrorException", payload: { message: "internal-host-17" } }],
      },
      "dependencyFailedException",
    ],
    ["a cut in mid-answer", { frames: [begun, text("On")], ending: "cut" }, "badGatewayException"],
    ["an end without a stop", { frames: [begun, text("On")] }, "badGatewayException"],
    ["a malformed tool call", { frames: [begun, stop("malformed_tool_use")] }, "dependencyFailedException"],
    ["a content filter", { frames: [begun, stop("content_filtered")] }, "dependencyFailedException"],
  ])("ends at %s with an error by Bedrock's name, in words of ours", async (_, faulty, exception) => {
    server.next(faulty);

    const error: unknown = await answer().catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: "BedrockServiceError", exception });
    expect((error as Error).message).not.toContain("internal-host");
  });

  it.each<[string, ConverseAnswer]>([
    ["never begins", { ending: "hold" }],
    ["stops in mid-answer", { frames: [begun, text("On Fri")], ending: "hold" }],
  ])("ends an answer that %s", async (_, faulty) => {
    server.next(faulty);

    await expect(answer({}, 150)).rejects.toMatchObject({ exception: "dependencyFailedException" });
  });

  it("ends at once when the caller leaves", async () => {
    const turn = new AbortController();
    server.next({ frames: [begun, text("On Fri")], ending: "hold" });
    const model = createBedrockConverseModel({ client, modelId: "m", silenceMs: 60_000 });

    const events = (async () => {
      for await (const _event of model.stream(request({ signal: turn.signal }))) turn.abort();
    })();

    await expect(events).rejects.toMatchObject({ name: "AbortError" });
  });
});

/** The environment of the tests holds dummy keys, as that of the running system does. */
describe("the bedrock-converse model of the command line", () => {
  const home = mkdtempSync(join(tmpdir(), "aws-profile-"));
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => rmSync(home, { recursive: true }));

  async function signedWith(env: Record<string, string>): Promise<string> {
    vi.stubEnv("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", server.url);
    const model = await chooseModel("bedrock-converse", {
      LOCAL_MODEL_NAME: "m",
      AWS_REGION: "eu-west-1",
      ...env,
    });
    server.next({ frames: [begun, text("Hi"), stop("end_turn")] });
    await Array.fromAsync(model.stream(request()));
    return server.requests.at(-1)?.authorization ?? "";
  }

  it("signs with the keys that it was given, in its region", async () => {
    const signed = await signedWith({ AWS_ACCESS_KEY_ID: "REALKEY", AWS_SECRET_ACCESS_KEY: "secret" });

    expect(signed).toMatch(/Credential=REALKEY\/\d+\/eu-west-1\/bedrock\//);
  });

  it.each([
    ["the named one", { AWS_PROFILE: "work" }, "WORKKEY"],
    [
      "the named one before keys",
      { AWS_PROFILE: "work", AWS_ACCESS_KEY_ID: "REALKEY", AWS_SECRET_ACCESS_KEY: "s" },
      "WORKKEY",
    ],
    ["the default one", {}, "DEFAULTKEY"],
  ])("signs with a profile's keys, %s", async (_, env, key) => {
    const file = join(home, "credentials");
    const profile = (name: string, id: string) =>
      `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = secret\n`;
    writeFileSync(file, profile("default", "DEFAULTKEY") + profile("work", "WORKKEY"));
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", file);
    vi.stubEnv("AWS_CONFIG_FILE", join(home, "none"));

    expect(await signedWith(env)).toContain(`Credential=${key}/`);
  });
});
