import { describe, expect, it } from "vitest";
import {
  answering,
  chatRequest,
  scriptedBackend,
  type TestBffOptions,
  testBff,
} from "#tests/builders/bff.ts";

interface Page {
  conversation_id: string;
  version: number;
  turn: number;
  messages: { turn: number; text: string }[];
  has_more: boolean;
  rotated?: { manage_token: string; expires_at: number };
}

async function scene(options: TestBffOptions = {}) {
  const bff = testBff({ backend: scriptedBackend(answering("Hello.")), ...options });
  const signedIn = await bff.signIn();
  const request = (query = "", token = signedIn.manage_token) =>
    bff.app.request(`/api/conversation${query}`, { headers: { authorization: `Bearer ${token}` } });
  return {
    ...bff,
    signedIn,
    request,
    read: async (query?: string, token?: string) => (await (await request(query, token)).json()) as Page,
    say: async (text: string) => (await bff.app.request("/api/chat", chatRequest(signedIn, text))).text(),
  };
}

const minutes = 60;
const seconds = (iso: string) => Date.parse(iso) / 1000;

describe("GET /api/conversation", () => {
  it("gives the head with its entity tag and the messages, oldest first", async () => {
    const { request, say, signedIn, clock } = await scene();
    const empty = await request();
    await say("Hi there");

    const response = await request();

    expect(await empty.json()).toMatchObject({ turn: 0, messages: [], has_more: false, facts: {} });
    expect(response.status).toBe(200);
    expect(response.headers.get("etag")).toBe('"v3"');
    const at = Math.floor(clock.nowMs() / 1000);
    expect(await response.json()).toEqual({
      conversation_id: signedIn.conversation_id,
      version: 3,
      turn: 2,
      last_read_turn: 0,
      facts: {},
      messages: [
        { turn: 1, id: "m1", role: "user", text: "Hi there", at },
        { turn: 2, id: expect.stringMatching(/^r_/), role: "assistant", text: "Hello.", at },
      ],
      has_more: false,
    });
  });

  it("gives thirty messages unless asked otherwise, and the second page on request", async () => {
    const { read, say } = await scene();
    for (let said = 0; said < 20; said += 1) await say(`message ${said}`);

    const first = await read();
    const second = await read(`?before=${first.messages[0]?.turn}`);
    const two = await read("?before=3&limit=1");

    const turns = ({ messages }: Page) => messages.map(({ turn }) => turn);
    expect(turns(first)).toEqual(Array.from({ length: 30 }, (_, index) => index + 11));
    expect(first.has_more).toBe(true);
    expect(turns(second)).toEqual(Array.from({ length: 10 }, (_, index) => index + 1));
    expect(second.has_more).toBe(false);
    expect([turns(two), two.has_more]).toEqual([[2], true]);
  });

  it("is the same conversation on all pages of a customer, and nobody else's", async () => {
    const { say, read, signIn } = await scene();
    await say("Hello");
    const [again, another, elsewhere] = [
      await signIn(),
      await signIn("bearer-EASTHOME-2002"),
      await signIn("bearer-WESTHOME-1001"),
    ];

    expect((await read("", again.manage_token)).messages).toHaveLength(2);
    expect((await read("", another.manage_token)).messages).toEqual([]);
    expect((await read("", elsewhere.manage_token)).messages).toEqual([]);
  });

  it("restores the messages within 24 hours and none after, while the facts stay for seven days", async () => {
    const { say, signIn, read, clock, conversations, signedIn } = await scene();
    await say("Hello");
    await conversations.learn({ clientId: "EASTHOME", customerId: "1001" }, signedIn.conversation_id, {
      intent: "book",
    });
    const later = async (iso: string) => {
      clock.set(iso);
      return read("", (await signIn()).manage_token);
    };

    expect((await later("2026-11-24T14:59:59Z")).messages).toHaveLength(2);
    expect(await later("2026-11-24T15:00:00Z")).toMatchObject({
      messages: [],
      has_more: false,
      turn: 2,
      facts: { intent: "book" },
    });
    expect(await later("2026-11-30T14:59:59Z")).toMatchObject({ facts: { intent: "book" } });
    const afterwards = await later("2026-11-30T15:00:00Z");
    expect(afterwards).toMatchObject({ facts: {}, turn: 0, version: 1 });
    expect(afterwards.conversation_id).not.toBe(signedIn.conversation_id);
  });

  it("may be asked with the public key that a page on another origin has to name", async () => {
    const { request, say } = await scene();
    await say("Hi there");

    const response = await request("?t=pk_east_home&limit=1");

    expect(response.status).toBe(200);
    expect(((await response.json()) as Page).messages).toHaveLength(1);
  });

  it.each([
    "?t=pk_east_home&t=pk_west_home",
    "?limit=0",
    "?limit=51",
    "?limit=-1",
    "?limit=1e1",
    "?limit=",
    "?limit=5&limit=6",
    "?before=0",
    "?before=1.5",
    "?before=x",
    "?before=9999999999",
    "?conversation_id=c_other",
    "?customer_id=2002",
    "?__proto__=1",
  ])("refuses %s", async (query) => {
    const { request } = await scene();

    const response = await request(query);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "invalid_request" } });
  });

  it("answers conversation_gone when it is", async () => {
    const { request, conversations, signedIn } = await scene();
    await conversations.mark({ clientId: "EASTHOME", customerId: "1001" }, signedIn.conversation_id);

    const response = await request();

    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({ error: { code: "conversation_gone", retryable: false } });
  });

  it("is another one after signing in again, with the old token or without, once it was gone", async () => {
    const { read, conversations, signedIn, signIn } = await scene();
    await conversations.mark({ clientId: "EASTHOME", customerId: "1001" }, signedIn.conversation_id);

    const again = await signIn("bearer-EASTHOME-1001", { token: signedIn.token });

    expect(again.conversation_id).not.toBe(signedIn.conversation_id);
    expect(await read("", again.manage_token)).toMatchObject({ conversation_id: again.conversation_id });
  });

  it("wants a token for managing, not one for turns", async () => {
    const { request, signedIn } = await scene();

    expect((await request("", signedIn.token)).status).toBe(401);
    expect((await request("", "none")).status).toBe(401);
  });

  it("rotates the token for managing, and never into one for turns, once it is of an earlier four minutes, the same for everybody who asks within these", async () => {
    const { read, signedIn, clock, app } = await scene();
    clock.set("2026-11-23T15:03:59Z");
    const early = await read();
    clock.set("2026-11-23T15:04:01Z");
    const first = await read();
    clock.set("2026-11-23T15:07:59Z");
    const second = await read();

    expect(early).not.toHaveProperty("rotated");
    expect(first.rotated?.expires_at).toBe(seconds("2026-11-23T15:19:00Z"));
    expect(second.rotated).toEqual(first.rotated);
    expect(first.rotated?.manage_token).not.toBe(signedIn.manage_token);
    expect(await read("", first.rotated?.manage_token)).not.toHaveProperty("rotated");
    const turn = chatRequest({ ...signedIn, token: first.rotated?.manage_token ?? "" }, "Hi");
    expect((await app.request("/api/chat", turn)).status).toBe(401);
    clock.set("2026-11-23T15:08:00Z");
    const third = await read("", first.rotated?.manage_token);
    expect(third.rotated?.manage_token).not.toBe(first.rotated?.manage_token);
  });

  it("never rotates past the session's end, and leaves life in the shortest token", async () => {
    const { read, clock, signedIn } = await scene({
      overrides: { tokenLifeSeconds: 5 * minutes },
      bearerLifeSeconds: 8 * minutes + 60,
    });
    clock.set("2026-11-23T15:04:59Z");

    const { rotated } = await read();
    clock.set("2026-11-23T15:07:59Z");
    const last = await read("", rotated?.manage_token);

    expect(rotated?.expires_at).toBeGreaterThan(seconds("2026-11-23T15:05:00Z"));
    expect(last).not.toHaveProperty("rotated");
    expect(rotated?.expires_at).toBeLessThanOrEqual(signedIn.refresh_expires_at);
  });
});
