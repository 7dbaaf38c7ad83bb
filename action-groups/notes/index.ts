import type { AnyAction } from "#action-groups/action.ts";
import { addNote } from "./add-note.ts";
import { getNotes } from "./get-notes.ts";

/** The actions of `notes-actions`. */
export const notesActions: readonly AnyAction[] = [addNote, getNotes];
