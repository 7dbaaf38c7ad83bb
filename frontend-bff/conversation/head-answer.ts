import type { Conversation } from "#layer/conversations/conversation-store.ts";

/** What a client sees of a conversation's head. */
export function headShown({ conversationId, version, turn, lastReadTurn, facts }: Conversation) {
  return { conversation_id: conversationId, version, turn, last_read_turn: lastReadTurn, facts };
}

/** The entity tag of a version, which a client may send back in `If-Match`. */
export function entityTag({ version }: Pick<Conversation, "version">): { etag: string } {
  return { etag: `"v${version}"` };
}

const tagForm = /^"v([1-9]\d{0,8})"$/;

/** The version of an entity tag of ours; undefined for any other text. */
export function versionOfTag(tag: string): number | undefined {
  const version = tagForm.exec(tag)?.[1];
  return version === undefined ? undefined : Number(version);
}
