import type { RunningSystem } from "./running-system.ts";

/** A part of the UI message stream as it came over the wire. */
export type WirePart = { type: string } & Record<string, unknown>;

export interface Answer {
  status: number;
  /** As `name: value` lines. */
  headers: string;
  parts: WirePart[];
  text: string;
  confirmation: { id: string; state: string; action?: string; summary?: Record<string, unknown> } | undefined;
  error: { code: string; retryable: boolean } | undefined;
  /** Everything that reached the browser, as text. */
  raw: string;
}

/** A signed-in customer who talks over the streaming route, as the page does. */
export async function signIn(
  { url, engine, pf360 }: Pick<RunningSystem, "url" | "engine" | "pf360">,
  customerId: string,
) {
  const customer = engine.customers().find((candidate) => candidate.customerId === customerId);
  const clientId = customer?.clientId ?? "EASTHOME";
  const issueBearer = () => pf360.issueToken({ clientId, customerId });
  const bearer = await issueBearer();
  let session = await openSession(url, bearer, {});
  let last: Answer | undefined;

  function post(body: object, signal?: AbortSignal): Promise<Response> {
    return postJson(`${url}/api/chat`, session.token, body, signal);
  }

  function bodyOf(text: string, more: object = {}) {
    return {
      id: session.conversation_id,
      trigger: "submit-message",
      messages: [{ id: crypto.randomUUID(), role: "user", parts: [{ type: "text", text }] }],
      ...more,
    };
  }

  /** A message with whatever else, or instead of what, the body is to hold. */
  async function send(text: string, more?: object): Promise<Answer> {
    last = await readAnswer(await post(bodyOf(text, more)));
    return last;
  }

  return {
    bearer,
    get token() {
      return session.token;
    },
    get manageToken() {
      return session.manage_token;
    },
    get refreshToken() {
      return session.refresh_token;
    },
    sessionId: session.session_id,
    conversationId: session.conversation_id,
    post,
    bodyOf,
    send,
    /** Signs in again, with the token of before, as the page does after `reauth_required`; the new session's answer. */
    async signInAgain() {
      session = await openSession(url, await issueBearer(), { token: session.token });
      return session;
    },
    say: (text: string) => send(text),
    /** The button of the question that was asked last. */
    click: (approved: boolean) => {
      const id = last?.confirmation?.id;
      if (!id) throw new Error("no question was asked");
      return send(approved ? "Yes, please." : "No, thank you.", { confirmation: { id, approved } });
    },
  };
}

export type ChatClient = Awaited<ReturnType<typeof signIn>>;

/** A POST of JSON with a bearer, as the page makes it. */
export function postJson(
  url: string,
  bearer: string,
  body: object,
  signal: AbortSignal | null = null,
): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });
}

async function openSession(url: string, bearer: string, body: object) {
  const response = await postJson(`${url}/api/session`, bearer, body);
  const { token, manage_token, refresh_token, session_id, conversation_id } =
    (await response.json()) as Record<string, string>;
  if (!token || !manage_token || !refresh_token || !session_id || !conversation_id) {
    throw new Error(`sign-in failed: ${response.status}`);
  }
  return { token, manage_token, refresh_token, session_id, conversation_id };
}

/** Reads a turn's whole stream, or the JSON of a refusal. */
export async function readAnswer(response: Response): Promise<Answer> {
  const raw = await response.text();
  const parts = raw
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice("data: ".length)) as WirePart);
  const error = parts.find(({ type }) => type === "error")?.errorText;
  return {
    status: response.status,
    headers: [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n"),
    parts,
    raw,
    text: parts.map(({ type, delta }) => (type === "text-delta" ? String(delta) : "")).join(""),
    confirmation: parts.findLast(({ type }) => type === "data-confirmation")?.data as Answer["confirmation"],
    error: typeof error === "string" ? (JSON.parse(error) as Answer["error"]) : undefined,
  };
}
