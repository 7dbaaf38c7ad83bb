import {
  type ConversationFacts,
  conversationFacts,
  type FactsChange,
} from "#layer/domain/conversation-facts.ts";

/** A change of facts, held to the closed vocabulary: what is set, and the names of what is removed. */
export interface ReadFactsChange {
  set: ConversationFacts;
  removed: (keyof ConversationFacts)[];
}

/**
 * Whatever a caller's types say, nothing outside the closed vocabulary gets into a row.
 * @throws ZodError for any other fact or value
 */
export function readFactsChange(change: FactsChange): ReadFactsChange {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  const removed = entries.filter(([, value]) => value === null).map(([name]) => name);
  return {
    set: conversationFacts.parse(Object.fromEntries(entries.filter(([, value]) => value !== null))),
    removed: conversationFacts.keyof().array().parse(removed),
  };
}

/** The facts after a change. */
export function changedFacts(facts: ConversationFacts, change: FactsChange): ConversationFacts {
  const { set, removed } = readFactsChange(change);
  const next: ConversationFacts = { ...facts, ...set };
  for (const name of removed) delete next[name];
  return next;
}
