import type { RunningSystem } from "./running-system.ts";

/** A part of the UI message stream as it came over the wire. */
export type WirePart = { type: string } & Record<string, unknown>;

export interface Answer {
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
  const bearer = await pf360.issueToken({ clientId, customerId });
  const session = await post(`${url}/api/session`, bearer, {});
  const { token, session_id, conversation_id } = (await session.json()) as Record<string, string>;
  if (!token || !session_id || !conversation_id) throw new Error(`sign-in failed: ${session.status}`);
  let last: Answer | undefined;

  async function send(text: string, confirmation?: { id: string; approved: boolean }): Promise<Answer> {
    const id = crypto.randomUUID();
    const response = await post(`${url}/api/chat`, token ?? "", {
      id: conversation_id,
      trigger: "submit-message",
      messages: [{ id, role: "user", parts: [{ type: "text", text }] }],
      ...(confirmation && { confirmation }),
    });
    last = readAnswer(await response.text());
    return last;
  }

  return {
    bearer,
    token,
    sessionId: session_id,
    conversationId: conversation_id,
    say: (text: string) => send(text),
    /** The button of the question that was asked last. */
    click: (approved: boolean) => {
      const id = last?.confirmation?.id;
      if (!id) throw new Error("no question was asked");
      return send(approved ? "Yes, please." : "No, thank you.", { id, approved });
    },
  };
}

function post(url: string, bearer: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

function readAnswer(raw: string): Answer {
  const parts = raw
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice("data: ".length)) as WirePart);
  const error = parts.find(({ type }) => type === "error")?.errorText;
  return {
    parts,
    raw,
    text: parts.map(({ type, delta }) => (type === "text-delta" ? String(delta) : "")).join(""),
    confirmation: parts.findLast(({ type }) => type === "data-confirmation")?.data as Answer["confirmation"],
    error: typeof error === "string" ? (JSON.parse(error) as Answer["error"]) : undefined,
  };
}
