import { type Clock, nowSeconds } from "#layer/clock.ts";
import { type AddedNote, type NoteStore, noteLifeSeconds } from "./note-store.ts";

interface Row extends AddedNote {
  clientId: string;
  projectId: string;
  customerId: string;
}

/** Notes in this process's memory. */
export function createMemoryNoteStore({ clock }: { clock: Clock }): NoteStore {
  const rows = new Map<string, Row>();
  let made = 0;
  return {
    async add({ clientId, projectId }, { text, addedAt, customerId }) {
      made += 1;
      const noteId = `n_${made}`;
      rows.set(noteId, { clientId, projectId, customerId, text, addedAt });
      return noteId;
    },
    async list({ clientId, projectId }) {
      const now = nowSeconds(clock);
      return [...rows.values()]
        .filter((row) => row.clientId === clientId && row.projectId === projectId)
        .filter(({ addedAt }) => addedAt + noteLifeSeconds > now)
        .map(({ text, addedAt }) => ({ text, addedAt }));
    },
    async listOf({ clientId, customerId }) {
      return [...rows]
        .filter(([, row]) => row.clientId === clientId && row.customerId === customerId)
        .map(([noteId]) => noteId);
    },
    async remove(noteId) {
      return rows.delete(noteId);
    },
    async exists(noteId) {
      return rows.has(noteId);
    },
  };
}
