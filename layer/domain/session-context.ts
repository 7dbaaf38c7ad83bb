import type { ConfirmationSummary, ConfirmedAction } from "./confirmation.ts";
import type { ConversationFacts } from "./conversation-facts.ts";

/** What the model is told about the session before each turn. No token, no request id, no customer id. */
export interface SessionContext {
  sessionId: string;
  /** Today in the tenant's zone, with weekday: `Saturday, 2026-11-21`. */
  today: string;
  timeZone: string;
  office: { phone?: string | undefined; email?: string | undefined; hours?: string | undefined };
  /** What the customer has just agreed to or declined, if this turn says so. */
  answered?: { action: ConfirmedAction; approved: boolean; summary: ConfirmationSummary } | undefined;
  /** What the conversation was about up to now, for an agent that may have forgotten it; absent when nothing is known. */
  known?: ConversationFacts | undefined;
}

const open = "<session_context>";
const close = "</session_context>";

/** The text of a turn: the context as `name: value` lines, then the customer's words, which cannot forge a context. */
export function printTurn(context: SessionContext, customerText: string): string {
  const { office, answered, known } = context;
  const lines = [
    `session_id: ${context.sessionId}`,
    `today: ${context.today}`,
    `time_zone: ${context.timeZone}`,
    office.phone && `office_phone: ${office.phone}`,
    office.email && `office_email: ${office.email}`,
    office.hours && `office_hours: ${office.hours}`,
    answered && `${answered.approved ? "approved" : "declined"}: ${printAnswered(answered)}`,
    known && `known_from_earlier: ${JSON.stringify(known)}`,
  ].filter((line) => line !== undefined && line !== "");
  const words = customerText.replaceAll(/<(\/?)\s*session_context\s*>/gi, "($1session_context)");
  return `${open}\n${lines.join("\n")}\n${close}\n\n${words}`;
}

function printAnswered({ action, summary }: NonNullable<SessionContext["answered"]>): string {
  const { project_id, date, time } = summary;
  return JSON.stringify({ action, project_id, date, time });
}

/** Splits a turn's text again. Without a context block all of it is the customer's words. */
export function splitTurn(text: string): { context: ReadonlyMap<string, string>; words: string } {
  const start = text.indexOf(open);
  const end = text.indexOf(close, start);
  if (start < 0 || end < 0) return { context: new Map(), words: text.trim() };
  const context = new Map(
    text
      .slice(start + open.length, end)
      .split("\n")
      .flatMap((line) => {
        const colon = line.indexOf(": ");
        return colon > 0 ? [[line.slice(0, colon).trim(), line.slice(colon + 2).trim()] as const] : [];
      }),
  );
  return { context, words: `${text.slice(0, start)}${text.slice(end + close.length)}`.trim() };
}
