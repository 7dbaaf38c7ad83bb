import type { Project } from "#layer/domain/project.ts";
import type { AddedNote, NoteStore } from "#layer/notes/note-store.ts";
import { scrub } from "#layer/privacy/scrub.ts";
import type { Session, SessionStore } from "#layer/sessions/session-store.ts";

/**
 * Keeps our copy of a note, scrubbed as everything is that we store (PF360 has it word for word), unless the session is over by then: a deletion that began meanwhile has ended it, and may have
 * looked for notes before this one was there. A session that cannot be read counts as over.
 */
export async function keepNote(
  { notes, sessions }: { notes: NoteStore; sessions: Pick<SessionStore, "get"> },
  { sessionId, clientId, customerId }: Pick<Session, "sessionId" | "clientId" | "customerId">,
  project: Pick<Project, "id" | "number">,
  note: AddedNote,
): Promise<void> {
  const { text } = scrub(note.text, {
    mode: "storage",
    known: { ids: [customerId], kept: [project.id, project.number] },
  });
  const noteId = await notes.add({ clientId, projectId: project.id }, { ...note, text, customerId });
  const session = await sessions.get(sessionId).catch(() => undefined);
  if (!session) await notes.remove(noteId);
}
