import { FailureError } from "../../../frontend/src/failure.ts";
import { openSession } from "../../../frontend/src/session.ts";

/** A sign-in's or a refresh's answer; a number is a refusing status. */
type Answer = "signed in" | number | "lost";

/** The contents that the page reads in a token; `name` is the part that tells one from another. */
function tokenOf(name: string, contents: object): string {
  return `h.${Buffer.from(JSON.stringify(contents)).toString("base64url")}.${name}`;
}

/**
 * A BFF by its routes. Each sign-in and each refresh gives the next tokens; a test sets how the next ones are answered and
 * which tokens are good for calls.
 */
export function fakeBff() {
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

/** The code of the failure that this ends with, if it does. */
export async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof FailureError ? error.failure.code : undefined;
}

/** What is asked when the tokens of this number are refreshed. */
export const refreshOf = (number: number) => `refresh {"refresh_token":"refresh-${number}"}`;

/** A session that is open, with what led to it forgotten. */
export async function opened() {
  const bff = fakeBff();
  const session = await openSession(bff.parts);
  bff.asked.length = 0;
  return { bff, session };
}
