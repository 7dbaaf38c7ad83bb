import { describe, expect, it } from "vitest";
import type { AgentEvent } from "#frontend-bff/agent-backend/agent-backend.ts";
import type { ChatPart } from "#frontend-bff/stream/chat-part.ts";
import type { ConversationStore } from "#layer/conversations/conversation-store.ts";
import { StoreDownError } from "#layer/errors.ts";
import {
  answering,
  askedConfirmation,
  chatRequest,
  type Script,
  scriptedBackend,
  simpleRequest,
  testBff,
} from "#tests/builders/bff.ts";

const owner = { clientId: "EASTHOME", customerId: "1001" };

/** A signed-in customer whose conversation can be looked into, its store with what the test puts in its place. */
async function scene(
  scripts: [Script, ...Script[]],
  change: (own: ConversationStore) => Partial<ConversationStore> = () => ({}),
) {
  const backend = scriptedBackend(...scripts);
  const plain = testBff({ backend });
  const { conversations } = plain;
  const bff = testBff({
    backend,
    overrides: { conversations: { ...conversations, ...change(conversations) }, clock: plain.clock },
  });
  const signedIn = await bff.signIn();
  const { conversation_id: conversationId } = signedIn;
  return {
    ...bff,
    backend,
    signedIn,
    conversations,
    conversationId,
    clock: plain.clock,
    async say(text: string, more: Record<string, unknown> = {}) {
      const request = chatRequest(signedIn, text, { accept: "application/json", ...more });
      return ((await (await bff.app.request("/api/chat", request)).json()) as { chunks: ChatPart[] }).chunks;
    },
    messages: async () => (await conversations.messages(conversationId, { limit: 50 })).messages,
    facts: async () => (await conversations.get(owner, conversationId))?.facts,
  };
}

const failureOf = (parts: readonly ChatPart[]) =>
  parts.flatMap((part) =>
    part.type === "error"
      ? [(({ code, retryable }) => ({ code, retryable }))(JSON.parse(part.errorText) as ChatError)]
      : [],
  );
interface ChatError {
  code: string;
  retryable: boolean;
}

const looked: AgentEvent = {
  type: "action-ended",
  agent: "scheduling",
  group: "scheduling-actions",
  action: "get_time_slots",
  outcome: "ok",
  result: { project_id: "90000118", project_number: "74356-1", date: "2026-12-01", time_slots: [] },
};

describe("a turn in its conversation", () => {
  it("is the customer's message and the answer, numbered, under the client's id and the run's", async () => {
    const { say, messages, signedIn } = await scene([answering("Good ", "morning.")]);

    const parts = await say("Hello", {
      messages: [{ id: "msg-7", role: "user", parts: [{ type: "text", text: "Hello" }] }],
    });

    const start = parts.find((part) => part.type === "start");
    expect(
      (await messages()).map(({ turn, role, messageId, text }) => [turn, role, messageId, text]),
    ).toEqual([
      [1, "user", "msg-7", "Hello"],
      [2, "assistant", start?.messageId, "Good morning."],
    ]);
    expect(signedIn.conversation_id).toMatch(/^c_/);
  });

  it("is kept by the simple route too, whose messages get an id where the client gives none", async () => {
    const { app, signedIn, messages } = await scene([answering("Hi.")]);

    await app.request("/api/chat/simple", simpleRequest(signedIn, { message: "one", message_id: "mine" }));
    await app.request("/api/chat/simple", simpleRequest(signedIn, { message: "two" }));

    expect((await messages()).map(({ role, messageId }) => [role, messageId])).toEqual([
      ["user", "mine"],
      ["assistant", expect.stringMatching(/^r_/)],
      ["user", expect.stringMatching(/^m_/)],
      ["assistant", expect.stringMatching(/^r_/)],
    ]);
  });

  it("has the message kept before the agent is asked", async () => {
    const kept: string[][] = [];
    const looking: Script = async function* () {
      kept.push((await messages()).map(({ text }) => text));
      yield* answering("Hi.");
    };
    const { say, messages } = await scene([looking]);

    await say("Hello");

    expect(kept).toEqual([["Hello"]]);
  });

  it("keeps our own words as the customer saw them, question and all", async () => {
    const asking: Script = async function* () {
      await sessions.askConfirmation(signedIn.session_id, askedConfirmation());
      yield* answering("Almost there.");
    };
    const { say, messages, facts, sessions, signedIn } = await scene([asking]);

    const parts = await say("the 24th at 1:30");

    const said = parts.flatMap((part) => (part.type === "text-delta" ? [part.delta] : []));
    expect(said).toHaveLength(2);
    expect((await messages()).at(-1)?.text).toBe(said.join("\n\n"));
    expect(await facts()).toEqual({
      intent: "book",
      project_id: "90000118",
      date: "2026-11-24",
      time: "13:30:00",
      open_question: "confirm_appointment",
    });
  });

  it("is scrubbed as a whole before it is kept, and mildly before the agent is told", async () => {
    const { say, messages, backend } = await scene([
      [
        { ...looked, action: "get_project_details", result: { technician_name: "Zorblat Quux" } },
        ...answering("I will call 212-5", "55-0140; Zorblat comes."),
      ],
    ]);

    await say("I am 1001, call 212-555-0199, card 4111 1111 1111 1111");

    const [asked, answer] = (await messages()).map(({ text }) => text);
    expect(asked).not.toMatch(/0199|4111|1001/);
    expect(answer).not.toMatch(/0140|Zorblat/);
    expect(backend.turns[0]?.text).toContain("212-555-0199");
    expect(backend.turns[0]?.text).not.toMatch(/4111|1001/);
  });

  it("knows in later turns what an earlier one has shown", async () => {
    const { say, messages } = await scene([
      [
        { ...looked, action: "get_project_details", result: { technician_name: "Zorblat Quux" } },
        ...answering("Somebody comes."),
      ],
      answering("Zorblat it is."),
    ]);

    await say("Who comes?");
    await say("Is zorblat the one?");

    const kept = (await messages()).map(({ text }) => text);
    expect(kept).toHaveLength(4);
    expect(kept.slice(2).join(" ")).not.toMatch(/zorblat/i);
  });

  it.each(["5b7ab1c4-0d4c-4a8e-9c57-2f1d3f5f8c11", "m_CkWwrqJdEoVbaHTy", "msg-7"])(
    "keeps a client's id that is nobody's number: %s",
    async (id) => {
      const { say, messages } = await scene([answering("Hi.")]);

      await say("Hello", { messages: [{ id, role: "user", parts: [{ type: "text", text: "Hello" }] }] });

      expect((await messages())[0]?.messageId).toBe(id);
    },
  );

  it("keeps no client's id that looks like somebody's number", async () => {
    const { say, messages } = await scene([answering("Hi.")]);

    await say("Hello", {
      messages: [{ id: "212-555-0199", role: "user", parts: [{ type: "text", text: "Hello" }] }],
    });

    expect((await messages())[0]?.messageId).toMatch(/^m_/);
  });

  it("keeps what was said of a turn that failed, and nothing of an answer without words", async () => {
    const failed: AgentEvent = { type: "failed", code: "agent_failed", retryable: true };
    const { say, messages } = await scene([[{ type: "text-delta", text: "Let me see" }, failed], [failed]]);

    await say("one");
    const parts = await say("two");

    expect((await messages()).map(({ text }) => text)).toEqual(["one", "Let me see", "two"]);
    expect(failureOf(parts)).toEqual([{ code: "agent_failed", retryable: true }]);
  });

  it("keeps what was said of a turn whose reader has gone", async () => {
    const begun = Promise.withResolvers<void>();
    const hanging: Script = async function* () {
      yield looked;
      yield { type: "text-delta", text: "Let me see" };
      begun.resolve();
      await new Promise(() => {});
    };
    const { app, signedIn, messages, facts, logged } = await scene([hanging]);
    const response = await app.request("/api/chat", chatRequest(signedIn, "one"));
    const reader = response.body?.getReader();
    const reading = (async () => {
      while (!(await reader?.read())?.done);
    })();

    await begun.promise;
    await reader?.cancel();
    await reading;
    while (!logged.some(({ event }) => event === "turn-end"))
      await new Promise((resolve) => setImmediate(resolve));

    expect((await messages()).map(({ text }) => text)).toEqual(["one", "Let me see"]);
    expect(await facts()).toMatchObject({ intent: "book", date: "2026-12-01" });
  });

  it("tells the agent what earlier turns have learned, and nothing while nothing is known", async () => {
    const { say, backend } = await scene([[looked, ...answering("Which time?")], answering("Fine.")]);

    await say("the first of December");
    await say("at ten");

    const known = backend.turns.map(({ context }) => context.known);
    expect(known).toEqual([
      undefined,
      { intent: "book", project_id: "90000118", date: "2026-12-01", open_question: "which_time" },
    ]);
  });

  it("ends with conversation_gone, the agent not asked, where the conversation is gone", async () => {
    const { say, backend, conversations, conversationId, app, signedIn } = await scene([answering("never")]);
    await conversations.mark(owner, conversationId);

    const parts = await say("Hello");
    const simple = await app.request("/api/chat/simple", simpleRequest(signedIn, { message: "Hello" }));

    expect(failureOf(parts)).toEqual([{ code: "conversation_gone", retryable: false }]);
    expect(simple.status).toBe(410);
    expect(await simple.json()).toMatchObject({ error: { code: "conversation_gone", retryable: false } });
    expect(backend.turns).toEqual([]);
    await conversations.remove(owner, conversationId);
    expect(await conversations.count(owner, conversationId)).toBe(0);
  });

  it("ends with conversation_gone, and leaves nothing, nor anything with the agent, where the conversation goes during the turn", async () => {
    const purged: Script = async function* () {
      yield { type: "text-delta", text: "Let me see" };
      await conversations.mark(owner, conversationId);
      await conversations.remove(owner, conversationId);
      yield looked;
      yield* answering("Done.");
    };
    const { say, conversations, conversationId, backend } = await scene([purged]);

    const parts = await say("Hello");

    expect(failureOf(parts)).toEqual([{ code: "conversation_gone", retryable: false }]);
    expect(await conversations.count(owner, conversationId)).toBe(0);
    expect(backend.forgotten).toEqual(backend.turns.map(({ agentSessionId }) => agentSessionId));
  });

  it("stops the agent when the conversation was gone as soon as the message was kept", async () => {
    const aborted: boolean[] = [];
    const headReadAgain = Promise.withResolvers<void>();
    const hanging: Script = async function* ({ signal }) {
      signal.addEventListener("abort", () => aborted.push(true));
      yield { type: "text-delta", text: "Let me see" };
      headReadAgain.resolve();
      await new Promise(() => {});
    };
    const { say } = await scene([hanging], () => ({
      append: async (_owner, _id, _message, { onKept } = {}) => {
        onKept?.();
        await headReadAgain.promise;
        return undefined;
      },
    }));

    const parts = await say("Hello");

    expect(aborted).toEqual([true]);
    expect(failureOf(parts)).toEqual([{ code: "conversation_gone", retryable: false }]);
  });

  it("fails as upstream_down, the agent not asked, when the message cannot be kept", async () => {
    const { say, backend } = await scene([answering("never")], () => ({
      append: () => Promise.reject(new StoreDownError(new Error("down"))),
    }));

    const parts = await say("Hello");

    expect(failureOf(parts)).toEqual([{ code: "upstream_down", retryable: true }]);
    expect(backend.turns).toEqual([]);
  });

  it("stands, and says so in the log alone, when the answer cannot be kept", async () => {
    const { say, logged } = await scene([[looked, ...answering("Done.")]], (own) => ({
      append: (whose, id, message, listener) =>
        message.role === "user"
          ? own.append(whose, id, message, listener)
          : Promise.reject(new StoreDownError(new Error("down"))),
      learn: () => Promise.reject(new StoreDownError(new Error("down"))),
    }));

    const parts = await say("Hello");

    expect(failureOf(parts)).toEqual([]);
    expect(parts.at(-1)).toMatchObject({ type: "finish", finishReason: "stop" });
    expect(logged.filter(({ level }) => level === "error")).toEqual([
      {
        level: "error",
        event: "answer-not-kept",
        fields: { run: expect.stringMatching(/^r_/), error: "StoreDownError" },
      },
      {
        level: "error",
        event: "facts-not-kept",
        fields: { run: expect.stringMatching(/^r_/), error: "StoreDownError" },
      },
    ]);
  });

  it("stands when the head cannot be read again after the message was kept", async () => {
    const { say, logged } = await scene([answering("Done.")], (own) => ({
      append: async (whose, id, message, listener) => {
        const kept = await own.append(whose, id, message, listener);
        if (message.role === "user") throw new StoreDownError(new Error("down"));
        return kept;
      },
    }));

    const parts = await say("Hello");

    expect(failureOf(parts)).toEqual([]);
    expect(logged.map(({ event }) => event)).toContain("message-unsettled");
  });
});
