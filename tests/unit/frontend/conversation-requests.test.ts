import { describe, expect, it } from "vitest";
import {
  deleteConversation,
  markRead,
  readConversation,
} from "../../../frontend/src/conversation-requests.ts";
import { FailureError } from "../../../frontend/src/failure.ts";
import { idleSession } from "./session-stubs.ts";

const message = { turn: 1, id: "m1", role: "user", text: "hello", at: 1000 };
const page = {
  conversation_id: "conv-1",
  version: 3,
  turn: 1,
  last_read_turn: 0,
  facts: {},
  messages: [message],
  has_more: true,
};

/** A session whose calls are answered so. */
function sessionWith(body: unknown, status = 200) {
  const asked: unknown[] = [];
  return {
    ...idleSession(),
    asked,
    call: async (purpose: string, path: string, init: RequestInit = {}, about?: string) => {
      asked.push([purpose, init.method ?? "GET", path, init.body, about]);
      return typeof body === "string" ? new Response(body, { status }) : Response.json(body, { status });
    },
  };
}

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof FailureError ? error.failure.code : undefined;
}

describe("readConversation", () => {
  it("reads the newest page, or the one before a number", async () => {
    const session = sessionWith(page);

    const read = await readConversation(session);
    await readConversation(session, { before: 31 });

    expect(read).toEqual({ turn: 1, lastReadTurn: 0, messages: [message], hasMore: true });
    expect(session.asked).toEqual([
      ["manage", "GET", "/api/conversation?limit=30", undefined, undefined],
      ["manage", "GET", "/api/conversation?limit=30&before=31", undefined, undefined],
    ]);
  });

  it.each([
    ["no JSON", "<html>"],
    ["of another conversation", { ...page, conversation_id: "conv-2" }],
    ["without a number", { ...page, turn: null }],
    ["without messages", { ...page, messages: undefined }],
    ["with a message of nobody", { ...page, messages: [{ ...message, role: "system" }] }],
    ["with a message without text", { ...page, messages: [{ ...message, text: undefined }] }],
  ])("fails on a body that is %s", async (_case, body) => {
    expect(await codeOf(readConversation(sessionWith(body)))).toBe("unexpected_answer");
  });

  it("fails with the BFF's code", async () => {
    const error = { code: "upstream_down", retryable: true, request_id: "r" };

    expect(await codeOf(readConversation(sessionWith({ error }, 503)))).toBe("upstream_down");
  });
});

describe("markRead", () => {
  it("tells what was seen by the newest number", async () => {
    const session = sessionWith({ turn: 4 });

    expect(await markRead(session, 4)).toBe(true);
    expect(session.asked).toEqual([
      ["manage", "PATCH", "/api/conversation", '{"turn":4,"last_read_turn":4}', undefined],
    ]);
  });

  it("says so when there is a newer number, and fails on everything else", async () => {
    expect(await markRead(sessionWith({ turn: 6 }, 409), 4)).toBe(false);
    expect(await codeOf(markRead(sessionWith({}, 500), 4))).toBe("unexpected_answer");
  });
});

describe("deleteConversation", () => {
  const receipt = { id: "del_1", at: "2026-11-30T18:29:30Z", customer: "h", left: 0, final: true };

  it("asks for all that the customer has, and reads the receipt", async () => {
    const session = sessionWith({ receipt });

    expect(await deleteConversation(session)).toEqual({ id: "del_1", at: receipt.at, isComplete: true });
    expect(session.asked).toEqual([["manage", "DELETE", "/api/conversation", undefined, "customer"]]);
  });

  it.each([
    ["something is left", { left: 1 }],
    ["nothing is said of what is left", { left: undefined }],
    ["it is not final", { final: false }],
  ])("does not call it complete when %s", async (_case, change) => {
    const read = await deleteConversation(sessionWith({ receipt: { ...receipt, ...change } }));

    expect(read.isComplete).toBe(false);
  });

  it.each([
    ["no receipt", {}],
    ["a receipt without its number", { receipt: { ...receipt, id: undefined } }],
    ["a receipt of no time", { receipt: { ...receipt, at: "yesterday" } }],
  ])("fails on %s: nobody is told that it is done who cannot know", async (_case, body) => {
    expect(await codeOf(deleteConversation(sessionWith(body)))).toBe("unexpected_answer");
  });
});
