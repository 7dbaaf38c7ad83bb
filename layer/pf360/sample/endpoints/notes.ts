import * as z from "zod";
import { answered, type Endpoint, forProject, refused } from "./endpoint.ts";

const noteBody = z.object({ note_text: z.string().min(1) });

export const addNote: Endpoint = forProject({
  method: "POST",
  path: "/project-notes/add/{client}/{project}",
  answer(project, { body, nowMs }) {
    const parsed = noteBody.safeParse(body);
    if (!parsed.success) return refused(400, "note_text is required");
    const id = project.id * 10 + project.notes.length;
    project.notes.push({ id, text: parsed.data.note_text, addedAtMs: nowMs });
    return answered("Note added successfully", true);
  },
});

export const listNotes: Endpoint = forProject({
  method: "GET",
  path: "/communication/client/{client}/customer/{customer}/project/{project}/notes",
  answer: ({ notes }) =>
    answered("Notes fetched successfully", {
      notes: notes.map(({ id, text, addedAtMs }) => ({
        id,
        note_text: text,
        created_at: new Date(addedAtMs).toISOString(),
        viewed_by: null,
        reviewed_by: null,
      })),
    }),
});
