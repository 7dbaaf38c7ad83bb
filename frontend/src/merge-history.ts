import type { ChatMessage } from "./chat-message.ts";
import type { ConversationPage, KeptMessage } from "./conversation-requests.ts";

/** A kept message, and what the page has shown behind it that the BFF has no number for. */
interface Group {
  turn: number;
  messages: ChatMessage[];
}

/**
 * The messages shown, with those of a page of the history in their places, by number. What is shown stays as it is, since it
 * has the cards that are not kept; it only gets its number and time. What has no number (an answer that was stopped, a
 * message that was refused) stays behind what it followed, and a message that is still to be answered stays the last.
 * When messages are missing between what is shown and the page, only the page stays: the older ones can be asked for again.
 */
export function mergeHistory(shown: readonly ChatMessage[], page: ConversationPage): ChatMessage[] {
  const kept = new Map(page.messages.map((message) => [message.id, message]));
  const numbered = shown.map((message) => withNumber(message, kept.get(message.id)));
  const pending = findPending(numbered);
  const settled = numbered.slice(0, pending);
  const groups = isGapBefore(page, settled) ? [] : groupsOf(settled);
  const known = new Set(groups.flatMap(({ messages }) => messages.map(({ id }) => id)));
  for (const message of kept.values()) {
    if (!known.has(message.id)) groups.push({ turn: message.turn, messages: [toChatMessage(message)] });
  }
  groups.sort((one, other) => one.turn - other.turn);
  return [...groups.flatMap(({ messages }) => messages), ...numbered.slice(pending)];
}

/** The number of the oldest message shown; undefined while none has a number. */
export function oldestTurn(shown: readonly ChatMessage[]): number | undefined {
  return shown.find(({ metadata }) => metadata?.turn !== undefined)?.metadata?.turn;
}

/** Whether the oldest message will be one of that page, which was asked for as the newest. */
export function reachesBack(shown: readonly ChatMessage[], page: ConversationPage): boolean {
  const oldest = oldestTurn(shown);
  const first = page.messages[0]?.turn;
  return oldest === undefined || first === undefined || first <= oldest || isGapBefore(page, shown);
}

function isGapBefore(page: ConversationPage, shown: readonly ChatMessage[]): boolean {
  const first = page.messages[0]?.turn;
  if (!page.hasMore || first === undefined) return false;
  const turns = shown.flatMap(({ metadata }) => metadata?.turn ?? []);
  return turns.length > 0 && Math.max(...turns) < first - 1;
}

/** Where the messages begin that are still on their way: with the customer's first behind the last one with a number. */
function findPending(messages: readonly ChatMessage[]): number {
  const last = messages.findLastIndex(({ metadata }) => metadata?.turn !== undefined);
  const next = messages.findIndex(({ role }, at) => at > last && role === "user");
  return next === -1 ? messages.length : next;
}

function groupsOf(messages: readonly ChatMessage[]): Group[] {
  const groups: Group[] = [];
  let leading: ChatMessage[] = [];
  for (const message of messages) {
    const turn = message.metadata?.turn;
    const last = groups.at(-1);
    if (turn !== undefined) {
      groups.push({ turn, messages: [...leading, message] });
      leading = [];
    } else if (last) last.messages.push(message);
    else leading.push(message);
  }
  if (leading.length > 0) groups.push({ turn: 0, messages: leading });
  return groups;
}

function withNumber(message: ChatMessage, kept: KeptMessage | undefined): ChatMessage {
  if (kept === undefined || message.metadata?.turn === kept.turn) return message;
  return { ...message, metadata: { ...message.metadata, turn: kept.turn, at: kept.at } };
}

function toChatMessage({ id, role, text, turn, at }: KeptMessage): ChatMessage {
  return { id, role, parts: [{ type: "text", text }], metadata: { turn, at } };
}
