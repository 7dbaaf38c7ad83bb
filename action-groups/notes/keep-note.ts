import type { AddedNote, NoteStore } from "#layer/notes/note-store.ts";
import type { Session, SessionStore } from "#layer/sessions/session-store.ts";

/**
 * Keeps our copy of a note, unless the session is over by then: a deletion that began meanwhile has ended it, and may have
 * looked for notes before this one was there. A session that cannot be read counts as over.
 */
export async function keepNote(
  { notes, sessions }: { notes: NoteStore; sessions: Pick<SessionStore, "get"> },
  { sessionId, clientId, customerId }: Pick<Session, "sessionId" | "clientId" | "customerId">,
  projectId: string,
  note: AddedNote,
): Promise<void> {
  const noteId = await notes.add({ clientId, projectId }, { ...note, customerId });
  const session = await sessions.get(sessionId).catch(() => undefined);
  if (!session) await notes.remove(noteId);
}
