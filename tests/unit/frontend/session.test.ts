import { describe, expect, it } from "vitest";
import { FailureError } from "../../../frontend/src/failure.ts";
import { openSession } from "../../../frontend/src/session.ts";

interface Asked {
  bearer: string | null;
  body: unknown;
}

/** A BFF that answers in turn with the conversations named; a number is a refusing status. */
function bffOf(...answers: (string | number)[]) {
  const asked: Asked[] = [];
  let bearers = 0;
  const clock = { ms: 0 };
  return {
    asked,
    clock,
    parts: {
      getBearer: async () => {
        bearers += 1;
        return `bearer-${bearers}`;
      },
      elapsedMs: () => clock.ms,
      fetch: async (_address: unknown, init?: RequestInit) => {
        asked.push({
          bearer: new Headers(init?.headers).get("authorization"),
          body: JSON.parse(String(init?.body)),
        });
        const answer = answers.shift();
        if (typeof answer !== "string") return new Response("{}", { status: answer ?? 500 });
        return Response.json({
          token: `token-${asked.length}`,
          conversation_id: answer,
          session_id: "s",
          expires_at: 1,
        });
      },
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

describe("openSession", () => {
  it("presents the host's bearer and holds the token and the conversation", async () => {
    const bff = bffOf("conv-1");

    const session = await openSession(bff.parts);

    expect(bff.asked).toEqual([{ bearer: "Bearer bearer-1", body: {} }]);
    expect(session.conversationId()).toBe("conv-1");
    expect(await session.token()).toBe("token-1");
  });

  it("fails as unauthorized when nobody is signed in at the host", async () => {
    const bff = bffOf("conv-1");
    const parts = { ...bff.parts, getBearer: () => Promise.reject(new Error("signed out")) };

    expect(await codeOf(openSession(parts))).toBe("unauthorized");
    expect(bff.asked).toEqual([]);
  });

  it("fails with unexpected_answer on a body that is no session", async () => {
    const parts = { ...bffOf().parts, fetch: async () => new Response("<html>") };

    expect(await codeOf(openSession(parts))).toBe("unexpected_answer");
  });

  it("gets the same session back for the old token and a fresh bearer", async () => {
    const bff = bffOf("conv-1", "conv-1");
    const session = await openSession(bff.parts);

    const outcome = await session.signInAgain();

    expect(outcome).toBe("same");
    expect(bff.asked[1]).toEqual({ bearer: "Bearer bearer-2", body: { token: "token-1" } });
    expect(await session.token()).toBe("token-2");
  });

  it("says when the new sign-in has brought another conversation", async () => {
    const session = await openSession(bffOf("conv-1", "conv-2").parts);

    expect(await session.signInAgain()).toBe("replaced");
    expect(session.conversationId()).toBe("conv-2");
  });

  it("keeps the old token when a new sign-in is refused", async () => {
    const session = await openSession(bffOf("conv-1", 401).parts);

    expect(await codeOf(session.signInAgain())).toBe("unauthorized");
    expect(await session.token()).toBe("token-1");
  });

  it("renews a token in silence after twelve minutes, not before", async () => {
    const bff = bffOf("conv-1", "conv-1");
    const session = await openSession(bff.parts);

    bff.clock.ms = 12 * 60_000;
    const before = await session.token();
    bff.clock.ms += 1;
    const after = await session.token();

    expect([before, after]).toEqual(["token-1", "token-2"]);
  });

  it.each([
    ["is refused", 401],
    ["brings another conversation", "conv-2"],
  ])("leaves it to the BFF to judge the old token when renewing in silence %s", async (_case, answer) => {
    const bff = bffOf("conv-1", answer);
    const session = await openSession(bff.parts);

    bff.clock.ms = 13 * 60_000;

    expect(await session.token()).toBe("token-1");
    expect(session.conversationId()).toBe("conv-1");
  });
});
