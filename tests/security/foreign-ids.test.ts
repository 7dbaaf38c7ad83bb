import { describe, expect, it } from "vitest";
import { routes } from "#frontend-bff/app.ts";
import { answering, type SignedIn, scriptedBackend, testBff } from "#tests/builders/bff.ts";

/** What the two others have said, which nobody else may ever read. */
const secret = "the blue door behind the old mill";

const others = { "another customer's": "bearer-EASTHOME-1002", "another tenant's": "bearer-WESTHOME-2001" };
const own = "bearer-EASTHOME-1001";

interface Attempt {
  /** Where the foreign id stands. */
  where: string;
  path?: string;
  headers?: Record<string, string>;
  body?: unknown;
  bearer: string;
}

type Attempts = (mine: SignedIn, theirs: SignedIn) => Attempt[];

const userMessage = { id: "m1", role: "user", parts: [{ type: "text", text: "Hello" }] };
const inQuery = (path: string, { conversation_id, session_id }: SignedIn, bearer: string): Attempt[] => [
  { where: "conversation in the query", path: `${path}?conversation_id=${conversation_id}`, bearer },
  { where: "session in the query", path: `${path}?session_id=${session_id}`, bearer },
  { where: "tenant in the query", path: `${path}?t=pk_west_home`, bearer },
];
const inHeaders = ({ session_id, conversation_id }: SignedIn, bearer: string): Attempt[] => [
  {
    where: "ids in headers",
    headers: {
      "x-session-id": session_id,
      "x-conversation-id": conversation_id,
      "x-tenant-id": "WESTHOME",
      "x-forwarded-host": "west-home.example.com",
    },
    bearer,
  },
];

/** Every field of every route that could carry an id, filled with somebody else's. */
const attempts: Record<string, Attempts> = {
  "POST /api/session": (_mine, theirs) => [
    { where: "their access token", body: { token: theirs.token }, bearer: own },
    { where: "their manage token", body: { token: theirs.manage_token }, bearer: own },
    { where: "their session id", body: { session_id: theirs.session_id }, bearer: own },
    ...inQuery("/api/session", theirs, own),
    ...inHeaders(theirs, own),
  ],
  "POST /api/session/refresh": (mine, theirs) => [
    ...[20, 60, 80, 100].map((cut) => ({
      where: `the beginning of their refresh token, ${cut} characters, before the end of mine`,
      body: { refresh_token: theirs.refresh_token.slice(0, cut) + mine.refresh_token.slice(cut) },
      bearer: mine.token,
    })),
    { where: "their access token", body: { refresh_token: theirs.token }, bearer: mine.token },
  ],
  "GET /api/session": ({ manage_token }, theirs) => [
    ...inQuery("/api/session", theirs, manage_token),
    ...inHeaders(theirs, manage_token),
  ],
  "DELETE /api/session": ({ manage_token }, theirs) => [
    ...inQuery("/api/session", theirs, manage_token),
    ...inHeaders(theirs, manage_token),
    { where: "session in the body", body: { session_id: theirs.session_id }, bearer: manage_token },
  ],
  "POST /api/chat": ({ token, conversation_id }, theirs) => [
    {
      where: "conversation",
      body: { id: theirs.conversation_id, messages: [userMessage], trigger: "submit-message" },
      bearer: token,
    },
    {
      where: "messages before the last",
      body: {
        id: conversation_id,
        messages: [{ ...userMessage, id: theirs.conversation_id }, userMessage],
        session_id: theirs.session_id,
        trigger: "submit-message",
      },
      bearer: token,
    },
    ...inHeaders(theirs, token).map((attempt) => ({
      ...attempt,
      body: { id: conversation_id, messages: [userMessage] },
    })),
  ],
  "POST /api/chat/simple": ({ token }, theirs) => [
    { where: "session in the body", body: { message: "Hi", session_id: theirs.session_id }, bearer: token },
    { where: "message id", body: { message: "Hi", message_id: theirs.conversation_id }, bearer: token },
    {
      where: "confirmation",
      body: { message: "Yes", confirmation: { id: `q_${theirs.conversation_id.slice(2)}`, approved: true } },
      bearer: token,
    },
  ],
  "GET /api/conversation": ({ manage_token }, theirs) => [
    ...inQuery("/api/conversation", theirs, manage_token),
    ...inHeaders(theirs, manage_token),
  ],
  "PATCH /api/conversation": ({ manage_token }, theirs) => [
    {
      where: "conversation",
      body: { turn: 0, conversation_id: theirs.conversation_id },
      bearer: manage_token,
    },
    ...inQuery("/api/conversation", theirs, manage_token).map((attempt) => ({
      ...attempt,
      body: { turn: 0, open_question: "which_date" },
    })),
  ],
  "DELETE /api/conversation": ({ manage_token }, theirs) => [
    ...inQuery("/api/conversation", theirs, manage_token),
    ...inHeaders(theirs, manage_token),
    { where: "customer in the body", body: { customer_id: "1002" }, bearer: manage_token },
  ],
  "GET /api/metrics": ({ manage_token }) => [{ where: "a customer's token", bearer: manage_token }],
  "GET /api/config": (_mine, theirs) => [
    { where: "a session id for a key", path: `/api/config?t=${theirs.session_id}`, bearer: own },
  ],
  "GET /api/health": (_mine, theirs) => inQuery("/api/health", theirs, own),
};

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

async function scene(foreignBearer: string) {
  const bff = testBff({ backend: scriptedBackend(answering("All right.")) });
  const theirs = await bff.signIn(foreignBearer);
  await bff.app.request("/api/chat/simple", {
    method: "POST",
    headers: { authorization: `Bearer ${theirs.token}`, "content-type": "application/json" },
    body: JSON.stringify({ message: `The key is under ${secret}.` }),
  });
  const mine = await bff.signIn(own);
  return { bff, mine, theirs, stand: () => standOf(bff, theirs) };
}

/** All that there is of the other one. */
async function standOf({ dependencies }: ReturnType<typeof testBff>, { session_id }: SignedIn) {
  const session = await dependencies.sessions.get(session_id);
  if (!session) throw new Error("the other one's session is gone");
  const [conversation, page, family] = await Promise.all([
    dependencies.conversations.get(session, session.conversationId),
    dependencies.conversations.messages(session.conversationId, { limit: 50 }),
    dependencies.families.get(session_id, session.clientId),
  ]);
  return structuredClone({ session, conversation, page, family });
}

describe.each(Object.entries(others))("with %s ids", (_whose, foreignBearer) => {
  it.each(routes.map((route) => [nameOf(route), route] as const))(
    "%s shows and changes nothing of theirs",
    async (name, route) => {
      for (const index of attempts[name]?.(idsAlone, idsAlone)?.keys() ?? []) {
        const { bff, mine, theirs, stand } = await scene(foreignBearer);
        const before = await stand();
        expect(JSON.stringify(before.page)).toContain("mill");
        const attempt = attempts[name]?.(mine, theirs)[index];
        if (!attempt) throw new Error("an attempt less than before");

        const response = await bff.app.request(attempt.path ?? route.path, {
          method: route.method,
          headers: {
            authorization: `Bearer ${attempt.bearer}`,
            "content-type": "application/json",
            ...attempt.headers,
          },
          ...(attempt.body !== undefined && { body: JSON.stringify(attempt.body) }),
        });

        const answer = `${JSON.stringify([...response.headers])}${await response.text()}`;
        for (const value of ["mill", theirs.session_id, theirs.conversation_id, before.session.subject]) {
          expect(answer, attempt.where).not.toContain(value);
        }
        expect(response.status, attempt.where).toBeLessThan(500);
        expect(await stand(), attempt.where).toEqual(before);
      }
    },
  );
});

/** Only for counting a route's attempts. */
const idsAlone = {
  token: "",
  manage_token: "",
  refresh_token: "",
  session_id: "",
  conversation_id: "c_",
} as SignedIn;

describe("the list of attempts", () => {
  it("has some for every route", () => {
    expect(Object.keys(attempts).sort()).toEqual(routes.map(nameOf).sort());
  });
});
