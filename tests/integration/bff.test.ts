import { request } from "node:http";
import { DefaultChatTransport, readUIMessageStream, type UIMessage } from "ai";
import { afterEach, describe, expect, it } from "vitest";
import type { AgentEvent, AgentTurn } from "#frontend-bff/agent-backend/agent-backend.ts";
import { type Listening, listen, listenerOf } from "#frontend-bff/listen.ts";
import {
  answering,
  askedConfirmation,
  chatRequest,
  type Script,
  type SignedIn,
  scriptedBackend,
  testBff,
} from "#tests/builders/bff.ts";
import { readEventStream } from "#tests/builders/sse-reader.ts";

let server: Listening | undefined;

afterEach(async () => {
  await server?.close(0);
});

async function start(script: Script, overrides: { heartbeatMs?: number; turnLimitMs?: number } = {}) {
  const bff = testBff({ backend: scriptedBackend(script), overrides });
  server = await listen(listenerOf(bff.app), { port: 0 });
  const { url } = server;
  const signIn = async () => {
    const response = await fetch(`${url}/api/session`, {
      method: "POST",
      headers: { authorization: "Bearer bearer-EASTHOME-1001" },
    });
    return (await response.json()) as SignedIn;
  };
  return { ...bff, url, signIn, server };
}

/** Hangs after its first words and tells when its signal aborted. */
function hangingScript() {
  const [begun, aborted] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const script = async function* ({ signal }: AgentTurn): AsyncGenerator<AgentEvent> {
    signal.addEventListener("abort", () => aborted.resolve());
    begun.resolve();
    yield { type: "text-delta", text: "Let me see" };
    await new Promise(() => {});
  };
  return { script, begun: begun.promise, aborted: aborted.promise };
}

describe("the BFF over a socket", () => {
  it("streams each part as it is made, before the turn has ended", async () => {
    const { promise, resolve: goOn } = Promise.withResolvers<void>();
    const { url, signIn } = await start(async function* () {
      yield { type: "text-delta", text: "first" };
      await promise;
      yield* answering("second");
    });

    const response = await fetch(`${url}/api/chat`, chatRequest(await signIn(), "Hi"));
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let read = "";
    while (!read.includes("first")) read += (await reader?.read())?.value ?? "";
    expect(read).not.toContain("second");
    goOn();
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) read += next.value;

    const { events, comments } = readEventStream(read);
    expect(events.at(-1)?.data).toBe("[DONE]");
    expect(events.map(({ id }) => Number(id))).toEqual(events.map((_event, index) => index));
    expect(comments[0]).toHaveLength(2048);
  });

  it("keeps a silent stream alive with heartbeats", async () => {
    const { promise, resolve: goOn } = Promise.withResolvers<void>();
    const { url, signIn } = await start(
      async function* () {
        await promise;
        yield* answering("Done.");
      },
      { heartbeatMs: 5 },
    );

    const response = await fetch(`${url}/api/chat`, chatRequest(await signIn(), "Hi"));
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let read = "";
    while (!read.includes(": hb\n\n: hb\n\n")) read += (await reader?.read())?.value ?? "";
    goOn();
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) read += next.value;

    expect(read).toContain("Done.");
    expect(read.trimEnd()).toMatch(/\[DONE\]$/);
  });

  it.each([
    ["a stream", "text/event-stream"],
    ["JSON", "application/json"],
  ])(
    "stops the agent when the client of %s disconnects, and lets the next turn in",
    async (_what, accept) => {
      const { script, begun, aborted } = hangingScript();
      const { url, signIn, app, logged } = await start(script, { turnLimitMs: 60_000 });
      const signedIn = await signIn();
      const leaving = new AbortController();
      const gone = fetch(`${url}/api/chat`, {
        ...chatRequest(signedIn, "Hi", { accept }),
        signal: leaving.signal,
      })
        .then((response) => response.text())
        .catch(() => "gone");
      await begun;

      leaving.abort();
      await aborted;

      expect(await gone).toBe("gone");
      while (!logged.some(({ event }) => event === "turn-end"))
        await new Promise((resolve) => setImmediate(resolve));
      const next = await app.request("/api/chat", chatRequest(signedIn, "Hi"));
      expect(next.status).toBe(200);
      await next.body?.cancel();
    },
  );

  it("refuses a body that is too large while it is still being sent", async () => {
    const { url, signIn } = await start(answering("never"));
    const { token } = await signIn();

    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sending = request(`${url}/api/chat/simple`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      });
      sending.on("response", (response) => resolve(response.statusCode));
      sending.on("error", reject);
      sending.write(`{"message":"${"x".repeat(70 * 1024)}`);
    });

    expect(status).toBe(413);
  });

  it("lets a running turn end before it closes, and takes no new one", async () => {
    const { promise, resolve: goOn } = Promise.withResolvers<void>();
    const {
      url,
      signIn,
      server: running,
    } = await start(async function* () {
      yield { type: "text-delta", text: "almost " };
      await promise;
      yield* answering("done");
    });
    const signedIn = await signIn();
    const response = await fetch(`${url}/api/chat`, chatRequest(signedIn, "Hi"));

    const closing = running.close(20_000);
    await expect(fetch(`${url}/api/health`, { headers: { connection: "close" } })).rejects.toThrow();
    goOn();

    expect(await response.text()).toContain("[DONE]");
    await closing;
  });

  it("says by code that its port is in use", async () => {
    const { app, server: running } = await start(answering("Hi."));

    await expect(listen(listenerOf(app), { port: running.port })).rejects.toMatchObject({
      code: "port_in_use",
    });
  });
});

describe("the AI SDK's own transport", () => {
  it("reads a turn with a question into one message: text, question, card", async () => {
    const asked = Promise.withResolvers<() => Promise<unknown>>();
    const { url, signIn, sessions } = await start(async function* () {
      await (await asked.promise)();
      yield* answering("Almost ", "there.");
    });
    const { token, conversation_id, session_id } = await signIn();
    asked.resolve(() => sessions.askConfirmation(session_id, askedConfirmation()));
    const transport = new DefaultChatTransport<UIMessage>({
      api: `${url}/api/chat`,
      headers: { authorization: `Bearer ${token}` },
    });

    const stream = await transport.sendMessages({
      chatId: conversation_id,
      messages: [{ id: "m1", role: "user", parts: [{ type: "text", text: "Book it" }] }],
      trigger: "submit-message",
      messageId: undefined,
      abortSignal: undefined,
    });
    const last = (await Array.fromAsync(readUIMessageStream({ stream }))).at(-1);

    expect(last?.id).toMatch(/^r_/);
    expect(last?.parts.map(({ type }) => type)).toEqual(["step-start", "text", "text", "data-confirmation"]);
    expect(last?.parts[1]).toMatchObject({ text: "Almost there.", state: "done" });
    expect(last?.parts[3]).toMatchObject({ id: "q_1", data: { state: "shown" } });
  });
});
