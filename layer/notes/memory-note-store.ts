import { type Clock, nowSeconds } from "#layer/clock.ts";
import { type AddedNote, type NoteStore, noteLifeSeconds } from "./note-store.ts";

/** Notes in this process's memory. */
export function createMemoryNoteStore({ clock }: { clock: Clock }): NoteStore {
  const notes = new Map<string, AddedNote[]>();
  const keyOf = (project: { clientId: string; projectId: string }) =>
    `${project.clientId}#${project.projectId}`;
  return {
    async add(project, note) {
      const key = keyOf(project);
      notes.set(key, [...(notes.get(key) ?? []), note]);
    },
    async list(project) {
      const now = nowSeconds(clock);
      return (notes.get(keyOf(project)) ?? []).filter(({ addedAt }) => addedAt + noteLifeSeconds > now);
    },
  };
}
