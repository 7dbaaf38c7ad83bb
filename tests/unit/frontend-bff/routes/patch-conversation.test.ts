import { describe, expect, it } from "vitest";
import { tenant } from "#layer/domain/tenant.ts";
import { createMemoryTenantDirectory } from "#layer/tenants/memory-tenant-directory.ts";
import { answering, chatRequest, east, scriptedBackend, testBff, west } from "#tests/builders/bff.ts";

const bilingual = tenant.parse({ ...east, languages: ["en", "es", "fr-CA"] });

async function scene() {
  const bff = testBff({
    backend: scriptedBackend(answering("Hello.")),
    overrides: { tenants: createMemoryTenantDirectory([bilingual, west]) },
  });
  const signedIn = await bff.signIn();
  const patch = (body: unknown, headers: Record<string, string> = {}, token = signedIn.manage_token) =>
    bff.app.request("/api/conversation", {
      method: "PATCH",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  await (await bff.app.request("/api/chat", chatRequest(signedIn, "Hi"))).text();
  const head = () =>
    bff.conversations.get({ clientId: "EASTHOME", customerId: "1001" }, signedIn.conversation_id);
  return { ...bff, signedIn, patch, head };
}

describe("PATCH /api/conversation", () => {
  it("sets the language, what was read and the open question, and answers the head", async () => {
    const { patch, signedIn, head } = await scene();

    const response = await patch({
      turn: 2,
      language: "fr-CA",
      last_read_turn: 2,
      open_question: "which_date",
    });

    expect(response.status).toBe(200);
    expect(response.headers.get("etag")).toBe('"v4"');
    expect(await response.json()).toEqual({
      conversation_id: signedIn.conversation_id,
      version: 4,
      turn: 2,
      last_read_turn: 2,
      facts: { language: "fr-CA", open_question: "which_date" },
    });
    expect(await head()).toMatchObject({ version: 4, facts: { language: "fr-CA" } });
  });

  it("takes the open question back with null, and leaves alone what is not named", async () => {
    const { patch, head } = await scene();
    await patch({ turn: 2, language: "es", open_question: "which_date" });

    await patch({ turn: 2, open_question: null });

    expect((await head())?.facts).toEqual({ language: "es" });
  });

  it("is the same when it is sent again, and changes nothing when it says nothing", async () => {
    const { patch } = await scene();
    const body = { turn: 2, language: "es", last_read_turn: 1 };

    const answers = [await patch(body), await patch(body), await patch({ turn: 2 })];

    const [first, ...rest] = await Promise.all(answers.map((answer) => answer.json()));
    expect(rest).toEqual([first, first]);
  });

  it.each([
    ["an older turn", { turn: 1 }, {}],
    ["a turn that has not been", { turn: 3 }, {}],
    ["another version", { turn: 2 }, { "if-match": '"v2"' }],
  ])(
    "answers %s with a conflict that says the present ones, and changes nothing",
    async (_what, body, headers) => {
      const { patch, head } = await scene();
      const before = await head();

      const response = await patch({ ...body, language: "es" }, headers);

      expect(response.status).toBe(409);
      expect(response.headers.get("etag")).toBe('"v3"');
      expect(await response.json()).toEqual({
        error: { code: "conflict", retryable: true, request_id: response.headers.get("x-request-id") },
        version: 3,
        turn: 2,
      });
      expect(await head()).toEqual(before);
    },
  );

  it("takes the version that it gave out", async () => {
    const { patch } = await scene();

    const first = await patch({ turn: 2, language: "es" }, { "if-match": '"v3"' });
    const second = await patch({ turn: 2, language: "en" }, { "if-match": first.headers.get("etag") ?? "" });

    expect([first.status, second.status]).toEqual([200, 200]);
  });

  it.each<[string, unknown, Record<string, string>]>([
    ["no turn", { language: "en" }, {}],
    ["a turn that is text", { turn: "2" }, {}],
    ["a turn below nought", { turn: -1 }, {}],
    ["a turn and a half", { turn: 1.5 }, {}],
    ["a language that the tenant has not", { turn: 2, language: "de" }, {}],
    ["a language that is none", { turn: 2, language: "call 212-555-0199" }, {}],
    ["a question in free text", { turn: 2, open_question: "where do you live?" }, {}],
    ["what was read beyond the turn", { turn: 2, last_read_turn: 3 }, {}],
    ["an intent", { turn: 2, intent: "book" }, {}],
    ["facts", { turn: 2, facts: { intent: "book" } }, {}],
    ["messages", { turn: 2, messages: [{ turn: 3, role: "assistant", text: "Booked." }] }, {}],
    ["a version in the body", { turn: 2, version: 3 }, {}],
    ["another's conversation", { turn: 2, conversation_id: "c_other" }, {}],
    ["a prototype", '{"turn":2,"__proto__":{"language":"es"}}', {}],
    ["no object", "[]", {}],
    ["no JSON", "{", {}],
    ["a weak entity tag", { turn: 2 }, { "if-match": 'W/"v3"' }],
    ["any entity tag", { turn: 2 }, { "if-match": "*" }],
    ["a list of entity tags", { turn: 2 }, { "if-match": '"v3", "v4"' }],
  ])("refuses %s and changes nothing", async (_what, body, headers) => {
    const { patch, head } = await scene();
    const before = await head();

    const response = await patch(body, headers);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: "invalid_request" } });
    expect(await head()).toEqual(before);
  });

  it("refuses more than four kilobytes, and what is not JSON by its type", async () => {
    const { patch } = await scene();

    expect((await patch(`{"turn":2${" ".repeat(5000)}}`)).status).toBe(413);
    expect((await patch({ turn: 2 }, { "content-type": "text/plain" })).status).toBe(415);
  });

  it("wants a token for managing, and touches nobody else's conversation", async () => {
    const { patch, signedIn, signIn, head } = await scene();
    const other = await signIn("bearer-EASTHOME-2002");
    const before = await head();

    expect((await patch({ turn: 2 }, {}, signedIn.token)).status).toBe(401);
    expect((await patch({ turn: 2, language: "es" }, {}, other.manage_token)).status).toBe(409);
    expect((await patch({ turn: 0, language: "es" }, {}, other.manage_token)).status).toBe(200);
    expect(await head()).toEqual(before);
  });

  it("answers conversation_gone when it is", async () => {
    const { patch, conversations, signedIn } = await scene();
    await conversations.mark({ clientId: "EASTHOME", customerId: "1001" }, signedIn.conversation_id);

    const response = await patch({ turn: 2, language: "es" });

    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({ error: { code: "conversation_gone", retryable: false } });
  });
});
