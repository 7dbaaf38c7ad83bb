import { describe, expect, it } from "vitest";
import { openChatSession } from "#agents/setup/open-chat-session.ts";

const bff = "http://bff.example.com";

/** Answers by path, and keeps what it was asked. */
function fakeBff(answers: Readonly<Record<string, unknown>>) {
  const asked: { path: string; authorization: string | null; body: unknown }[] = [];
  const send: typeof fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    const authorization = new Headers(init?.headers).get("authorization");
    asked.push({ path: pathname, authorization, body: init?.body && JSON.parse(String(init.body)) });
    if (!(pathname in answers)) return new Response("{}", { status: 404 });
    return Response.json(answers[pathname]);
  };
  return { asked, send };
}

const local = {
  "/api/health": {},
  "/local/customers": [{ customer_id: "1000101" }, { customer_id: "1000102" }],
  "/local/tokens": { access_token: "a.bearer.token" },
  "/api/session": { session_id: "s_opened" },
};

describe("openChatSession", () => {
  it("takes the session that is given, and asks nobody", async () => {
    const { asked, send } = fakeBff(local);
    expect(await openChatSession({ sessionId: "s_given", bff, isLocal: true }, send)).toBe("s_given");
    expect(asked).toEqual([]);
  });

  it("opens one with the customer's bearer", async () => {
    const { asked, send } = fakeBff(local);
    expect(await openChatSession({ bff, bearer: "own", isLocal: false }, send)).toBe("s_opened");
    expect(asked).toEqual([{ path: "/api/session", authorization: "Bearer own", body: {} }]);
  });

  it.each([
    [undefined, "1000101"],
    ["1000102", "1000102"],
  ])("signs in as a sample customer beside npm start: asked %s", async (customerId, taken) => {
    const { asked, send } = fakeBff(local);
    expect(await openChatSession({ bff, customerId, isLocal: true }, send)).toBe("s_opened");
    expect(asked.find(({ path }) => path === "/local/tokens")?.body).toEqual({ customer_id: taken });
    expect(asked.at(-1)?.authorization).toBe("Bearer a.bearer.token");
  });

  it("has none where nothing says how: no BFF, no bearer, no page", async () => {
    const down: typeof fetch = async () => {
      throw new TypeError("fetch failed");
    };
    expect(await openChatSession({ isLocal: false }, down)).toBeUndefined();
    expect(await openChatSession({ bff, isLocal: false }, down)).toBeUndefined();
    expect(await openChatSession({ bff, isLocal: true }, down)).toBeUndefined();
  });

  it("says so when a way that was asked for is closed, without the bearer", async () => {
    const { send } = fakeBff({});
    const refused = openChatSession({ bff, bearer: "own.secret", isLocal: false }, send);
    await expect(refused).rejects.toMatchObject({ code: "config" });
    await expect(refused).rejects.not.toThrow(/own\.secret/);
  });
});
