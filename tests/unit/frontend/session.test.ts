import { describe, expect, it } from "vitest";
import { FailureError } from "../../../frontend/src/failure.ts";
import { openSession, type Replacement } from "../../../frontend/src/session.ts";

/** A sign-in's or a refresh's answer; a number is a refusing status. */
type Answer = "signed in" | number | "lost";

const minute = 60_000;

/** The contents that the page reads in a token; `name` is the part that tells one from another. */
function tokenOf(name: string, contents: object): string {
  return `h.${Buffer.from(JSON.stringify(contents)).toString("base64url")}.${name}`;
}

/**
 * A BFF by its routes. Each sign-in and each refresh gives the next tokens; a test sets how the next ones are answered and
 * which tokens are good for calls.
 */
function fakeBff() {
  const asked: string[] = [];
  const clock = { ms: 0 };
  const next = {
    conversation: "conv-1",
    customer: "ada" as string | undefined,
    lifeSeconds: 900,
    bearer: true,
    signIn: [] as Answer[],
    refresh: [] as Answer[],
  };
  let given = 0;
  let firstGood = 1;
  const held: (() => void)[] = [];
  const state = { holdsCalls: false };

  function answer(how: Answer = "signed in"): Response {
    if (how === "lost") throw new TypeError("Failed to fetch");
    if (how !== "signed in") return new Response("{}", { status: how });
    given += 1;
    const contents = { sub: next.customer, iat: 1_000, exp: 1_000 + next.lifeSeconds };
    return Response.json({
      token: tokenOf(`stream-${given}`, contents),
      manage_token: tokenOf(`manage-${given}`, contents),
      refresh_token: `refresh-${given}`,
      conversation_id: next.conversation,
    });
  }

  return {
    asked,
    clock,
    next,
    state,
    /** Lets the calls go on that were held. */
    release: () => {
      for (const go of held.splice(0)) go();
    },
    expireTokens: () => {
      firstGood = given + 1;
    },
    refuseAll: () => {
      firstGood = Number.POSITIVE_INFINITY;
    },
    parts: {
      getBearer: async () => {
        if (!next.bearer) throw new Error("signed out");
        return "bearer";
      },
      elapsedMs: () => clock.ms,
      fetch: (async (address: unknown, init?: RequestInit) => {
        const caller = new Headers(init?.headers).get("authorization")?.split(/[ .]/).at(-1) ?? "";
        const body = typeof init?.body === "string" ? init.body : "";
        const token = (JSON.parse(body || "{}") as Record<string, string>).token?.split(".").at(-1);
        if (address === "/api/session" && init?.method === "POST") {
          asked.push(`sign-in ${caller} with ${token}`);
          return answer(next.signIn.shift());
        }
        if (address === "/api/session/refresh") {
          asked.push(`refresh ${body}`);
          return answer(next.refresh.shift());
        }
        asked.push(`${init?.method ?? "GET"} ${address} ${caller} ${body}`.trim());
        if (state.holdsCalls) await new Promise<void>((go) => held.push(go));
        return Number(/\d+$/.exec(caller)?.[0]) < firstGood
          ? new Response("{}", { status: 401 })
          : new Response("done");
      }) as typeof fetch,
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

const refreshOf = (number: number) => `refresh {"refresh_token":"refresh-${number}"}`;

/** A session that is open, with what led to it forgotten. */
async function opened() {
  const bff = fakeBff();
  const session = await openSession(bff.parts);
  bff.asked.length = 0;
  return { bff, session };
}

describe("openSession", () => {
  it("presents the host's bearer, and calls with the token for each purpose", async () => {
    const bff = fakeBff();

    const session = await openSession(bff.parts);
    await session.call("stream", "/api/chat", { method: "POST", body: "{}" });
    await session.call("manage", "/api/conversation");

    expect(session.conversationId()).toBe("conv-1");
    expect(bff.asked).toEqual([
      "sign-in bearer with undefined",
      "POST /api/chat stream-1 {}",
      "GET /api/conversation manage-1",
    ]);
  });

  it("fails as unauthorized when nobody is signed in at the host", async () => {
    const bff = fakeBff();
    bff.next.bearer = false;

    expect(await codeOf(openSession(bff.parts))).toBe("unauthorized");
    expect(bff.asked).toEqual([]);
  });

  it.each([
    ["is no JSON", "<html>"],
    ["is no object", "null"],
    ["lacks a token", '{"token":"a","refresh_token":"b","conversation_id":"c"}'],
  ])("fails with unexpected_answer on a body that %s", async (_case, body) => {
    const parts = { ...fakeBff().parts, fetch: async () => new Response(body) };

    expect(await codeOf(openSession(parts))).toBe("unexpected_answer");
  });
});

describe("a session's tokens", () => {
  it("are refreshed before a call once twelve of their fifteen minutes have passed, not sooner", async () => {
    const { bff, session } = await opened();

    bff.clock.ms = 12 * minute;
    await session.call("manage", "/api/a");
    bff.clock.ms += 1;
    await session.call("manage", "/api/b");
    await session.call("manage", "/api/c");

    expect(bff.asked).toEqual([
      "GET /api/a manage-1",
      refreshOf(1),
      "GET /api/b manage-2",
      "GET /api/c manage-2",
    ]);
  });

  it("are refreshed sooner where they live shorter", async () => {
    const bff = fakeBff();
    bff.next.lifeSeconds = 300;
    const session = await openSession(bff.parts);
    bff.asked.length = 0;

    bff.clock.ms = 4 * minute + 1;
    await session.call("manage", "/api/a");

    expect(bff.asked).toEqual([refreshOf(1), "GET /api/a manage-2"]);
  });

  it("are used as they are when refreshing them early does not work", async () => {
    const { bff, session } = await opened();
    bff.next.refresh.push("lost");

    bff.clock.ms = 13 * minute;
    const response = await session.call("manage", "/api/a");

    expect(response.status).toBe(200);
    expect(bff.asked).toEqual([refreshOf(1), "GET /api/a manage-1"]);
  });

  it("are refreshed after a 401, and the same request is sent again, once", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();

    const response = await session.call("stream", "/api/chat", { method: "POST", body: "{}" });

    expect(response.status).toBe(200);
    expect(bff.asked).toEqual(["POST /api/chat stream-1 {}", refreshOf(1), "POST /api/chat stream-2 {}"]);
  });

  it("are not refreshed twice for a request that is refused with fresh ones too", async () => {
    const { bff, session } = await opened();
    bff.refuseAll();

    const response = await session.call("manage", "/api/a");

    expect(response.status).toBe(401);
    expect(bff.asked).toEqual(["GET /api/a manage-1", refreshOf(1), "GET /api/a manage-2"]);
  });

  it("are refreshed once for all who find them expired at the same time", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();

    const responses = await Promise.all(
      ["a", "b", "c"].map((name) => session.call("manage", `/api/${name}`)),
    );

    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(bff.asked.filter((one) => one.startsWith("refresh"))).toEqual([refreshOf(1)]);
  });

  it("are not refreshed for a request that was on its way while others brought fresh ones", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();
    bff.state.holdsCalls = true;
    const slow = session.call("manage", "/api/slow");
    bff.state.holdsCalls = false;
    await session.call("manage", "/api/quick");
    bff.release();

    expect((await slow).status).toBe(200);
    expect(bff.asked.filter((one) => one.startsWith("refresh"))).toEqual([refreshOf(1)]);
    expect(bff.asked.at(-1)).toBe("GET /api/slow manage-2");
  });

  it("come from the host's bearer, with the earlier token beside it, when the refresh is refused", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();
    bff.next.refresh.push(401);

    const response = await session.call("stream", "/api/chat", { method: "POST" });

    expect(response.status).toBe(200);
    expect(bff.asked).toEqual([
      "POST /api/chat stream-1",
      refreshOf(1),
      "sign-in bearer with stream-1",
      "POST /api/chat stream-2",
    ]);
  });

  it("cannot be had when the host's bearer is refused too: that is unauthorized", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();
    bff.next.refresh.push(401);
    bff.next.signIn.push(401);

    expect(await codeOf(session.call("manage", "/api/a"))).toBe("unauthorized");
  });

  it("cost no sign-in when the refresh has failed for another reason", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();
    bff.next.refresh.push(503);

    expect(await codeOf(session.call("manage", "/api/a"))).toBe("unexpected_answer");
    expect(bff.asked.filter((one) => one.startsWith("sign-in"))).toEqual([]);
  });

  it("are taken over from an answer about the same conversation alone", async () => {
    const { bff, session } = await opened();

    session.takeOver({ stream: "h.p.stream-8", manage: "h.p.manage-8" }, "conv-1");
    session.takeOver({ stream: "h.p.stream-9", manage: "h.p.manage-9" }, "conv-2");
    await session.call("manage", "/api/a");

    expect(bff.asked).toEqual(["GET /api/a manage-8"]);
  });
});

describe("a session that another conversation has taken the place of", () => {
  /** The next renewal goes by the host's bearer and brings that. */
  async function replacedBy(customer: string) {
    const { bff, session } = await opened();
    const told: Replacement[] = [];
    session.onReplaced((replacement) => told.push(replacement));
    bff.expireTokens();
    bff.next.refresh.push(401);
    Object.assign(bff.next, { conversation: "conv-2", customer });
    return { bff, session, told };
  }

  it.each([
    ["the same customer", "ada", true],
    ["somebody else", "ben", false],
  ])(
    "does not send on what was meant for the earlier one, and tells that it is %s",
    async (_case, customer, isSameCustomer) => {
      const { bff, session, told } = await replacedBy(customer);

      const code = await codeOf(session.call("stream", "/api/chat", { method: "POST" }));

      expect(code).toBe("replaced");
      expect(told).toEqual([{ isSameCustomer }]);
      expect(session.conversationId()).toBe("conv-2");
      expect(bff.asked.filter((one) => one.startsWith("POST /api/chat"))).toEqual([
        "POST /api/chat stream-1",
      ]);
    },
  );

  it("sends on what is meant for the customer, if it is the same", async () => {
    const { session } = await replacedBy("ada");

    const response = await session.call("manage", "/api/conversation", { method: "DELETE" }, "customer");

    expect(response.status).toBe(200);
  });

  it("does not send on what is meant for the customer when it is another one", async () => {
    const { bff, session } = await replacedBy("ben");

    const code = await codeOf(session.call("manage", "/api/conversation", { method: "DELETE" }, "customer"));

    expect(code).toBe("replaced");
    expect(bff.asked.filter((one) => one.startsWith("DELETE"))).toHaveLength(1);
  });

  it("takes nobody for the same customer whose token does not say who it is", async () => {
    const { bff, session, told } = await replacedBy("ada");
    bff.next.customer = undefined;

    await codeOf(session.call("manage", "/api/a"));

    expect(told).toEqual([{ isSameCustomer: false }]);
  });
});

describe("signing in again", () => {
  it("presents a fresh bearer with the earlier token and goes on", async () => {
    const { bff, session } = await opened();

    const outcome = await session.signInAgain();
    await session.call("stream", "/api/chat");

    expect(outcome).toBe("same");
    expect(bff.asked).toEqual(["sign-in bearer with stream-1", "GET /api/chat stream-2"]);
  });

  it("presents no earlier token where a fresh session is wanted", async () => {
    const { bff, session } = await opened();

    await session.signInAgain("fresh");

    expect(bff.asked).toEqual(["sign-in bearer with undefined"]);
  });

  it("says when it has brought another conversation", async () => {
    const { bff, session } = await opened();
    bff.next.conversation = "conv-2";

    expect(await session.signInAgain()).toBe("replaced");
  });

  it("keeps the earlier tokens when it is refused", async () => {
    const { bff, session } = await opened();
    bff.next.signIn.push(401);

    expect(await codeOf(session.signInAgain())).toBe("unauthorized");
    await session.call("manage", "/api/a");
    expect(bff.asked.at(-1)).toBe("GET /api/a manage-1");
  });

  it("ends by one request, whose failure is nobody's concern", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();

    session.end();

    expect(bff.asked).toEqual(["DELETE /api/session manage-1"]);
  });
});
