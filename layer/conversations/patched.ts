import { isDeepStrictEqual } from "node:util";
import type { FactsChange } from "#layer/domain/conversation-facts.ts";
import type { Conversation } from "./conversation-store.ts";
import { changedFacts } from "./facts-change.ts";

/** What a patch makes of a head: what a customer has read only rises, up to the newest message. Undefined: nothing new. */
export function patched(
  { facts, turn, lastReadTurn }: Conversation,
  change: FactsChange,
  readTurn: number,
): Pick<Conversation, "facts" | "lastReadTurn"> | undefined {
  const next = {
    facts: changedFacts(facts, change),
    lastReadTurn: Math.max(lastReadTurn, Math.min(readTurn, turn)),
  };
  return isDeepStrictEqual(next, { facts, lastReadTurn }) ? undefined : next;
}
