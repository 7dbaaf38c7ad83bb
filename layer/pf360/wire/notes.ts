import * as z from "zod";
import type { Pf360Note } from "../pf360-client.ts";
import { type Envelope, fieldsOf } from "./envelope.ts";
import { list, prose, text } from "./fields.ts";
import { saysNone } from "./words.ts";

const note = z.object({ note_text: prose, note: prose, text: prose, created_at: text, createdAt: text });

const notes = z.object({ notes: list, data: list });

/** The notes in PF360's order: an array, or under `notes` or `data`. Undefined when the answer is none about notes. */
export function readNotes(envelope: Envelope): Pf360Note[] | undefined {
  const { data, words } = envelope;
  if (data === null) return [];
  const lists = notes.parse(fieldsOf(envelope));
  const rows = Array.isArray(data) ? data : (lists.notes ?? lists.data);
  if (!rows) return saysNone(words) ? [] : undefined;
  return rows.map(readNote).filter((read) => read !== undefined);
}

function readNote(row: unknown): Pf360Note | undefined {
  const read = note.safeParse(row).data;
  const written = read?.note_text ?? read?.note ?? read?.text;
  const addedAt = read?.created_at ?? read?.createdAt;
  return written === undefined ? undefined : { text: written, ...(addedAt && { addedAt }) };
}
