import { FailureError, failureOfAnswer } from "./failure.ts";

/** Asks the host page for the customer's bearer. Rejects when nobody is signed in there. */
export type GetBearer = () => Promise<string>;

/** The two access tokens: one for turns, one for everything else. */
export interface AccessTokens {
  stream: string;
  manage: string;
}

/** What a sign-in or a refresh has brought. */
export interface SignedIn {
  tokens: AccessTokens;
  refreshToken: string;
  conversationId: string;
}

/** Without it a request that nobody answers would wait for as long as the browser lets it. */
const waitMs = 20_000;

/**
 * `POST /api/session`: a session for the customer that the host page has signed in. With an earlier token the same session
 * comes back if it still lives and is theirs.
 * @throws FailureError with the BFF's code; `unauthorized` when the host gives no bearer
 */
export async function requestSession(
  parts: { getBearer: GetBearer; fetch: typeof fetch },
  oldToken: string | undefined,
): Promise<SignedIn> {
  const bearer = await parts.getBearer().catch(() => {
    throw new FailureError({ code: "unauthorized", retryable: false });
  });
  return post(parts.fetch, "/api/session", oldToken === undefined ? {} : { token: oldToken }, {
    authorization: `Bearer ${bearer}`,
  });
}

/**
 * `POST /api/session/refresh`: fresh tokens of the same session; the refresh token that is presented is used up.
 * @throws FailureError with the BFF's code, `unauthorized` when the session is over
 */
export async function requestRefresh(call: typeof fetch, refreshToken: string): Promise<SignedIn> {
  return post(call, "/api/session/refresh", { refresh_token: refreshToken }, {});
}

async function post(
  call: typeof fetch,
  path: string,
  body: object,
  headers: Record<string, string>,
): Promise<SignedIn> {
  const response = await call(path, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(waitMs),
  });
  const text = await response.text();
  if (!response.ok) throw new FailureError(failureOfAnswer(response.status, text));
  return readSignedIn(text);
}

function readSignedIn(text: string): SignedIn {
  const unexpected = new FailureError({ code: "unexpected_answer", retryable: true });
  let fields: Record<string, unknown>;
  try {
    fields = { ...(JSON.parse(text) as object) } as Record<string, unknown>;
  } catch {
    throw unexpected;
  }
  const read = (name: string): string => {
    const value = fields[name];
    if (typeof value !== "string" || value === "") throw unexpected;
    return value;
  };
  return {
    tokens: { stream: read("token"), manage: read("manage_token") },
    refreshToken: read("refresh_token"),
    conversationId: read("conversation_id"),
  };
}

/** What the page reads in a token. It cannot verify it, so this is for comparing and planning alone. */
interface TokenContents {
  /** Whom it was made for, as the BFF names them (a hash). */
  subject?: string;
  /** From its making to its end. */
  lifeSeconds?: number;
}

/** Empty where a token says nothing readable. */
export function readToken(token: string): TokenContents {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const { sub, iat, exp } = JSON.parse(atob(payload)) as Record<string, unknown>;
    return {
      ...(typeof sub === "string" && { subject: sub }),
      ...(typeof iat === "number" && typeof exp === "number" && exp > iat && { lifeSeconds: exp - iat }),
    };
  } catch {
    return {};
  }
}
