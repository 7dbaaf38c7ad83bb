import * as z from "zod";
import { defineAction } from "#action-groups/action.ts";
import { findProject } from "#action-groups/find-project.ts";
import { nowSeconds } from "#layer/clock.ts";
import type { Project } from "#layer/domain/project.ts";
import { noteText, projectReference } from "#layer/domain/references.ts";
import { nameProject } from "#layer/domain/show-project.ts";
import { noteReceipt } from "#layer/domain/shown.ts";
import { OutcomeError } from "#layer/errors.ts";
import { keepNote } from "./keep-note.ts";
import { plainText } from "./plain-text.ts";

export const addNote = defineAction({
  name: "add_note",
  kind: "write",
  description:
    "Leaves a note on a project for the office and the technician, in the customer's words: a gate code, a dog, where to park.",
  input: z.strictObject({ project_id: projectReference, note_text: noteText }),
  output: noteReceipt,
  async handle({ project_id, note_text }, context) {
    const text = plainText(note_text);
    if (text === "") throw new OutcomeError("ask_user", { field: "note_text", reason: "missing" });
    context.willWrite();
    const project = await findProject(project_id, context);
    await context.pf360.addNote(project.id, text);
    await remember(project, text);
    return { result: { ...nameProject(project), note: { text } } };

    /** PF360 has the note by now; losing our copy must not read as a failure and make the customer repeat it. */
    async function remember(noted: Project, copy: string): Promise<void> {
      const { session, clock, log } = context;
      await keepNote(context, session, noted, { text: copy, addedAt: nowSeconds(clock) }).catch(
        (error: unknown) =>
          log("error", "note-copy-lost", {
            project: noted.id,
            error: error instanceof Error ? error.name : "unknown",
          }),
      );
    }
  },
});
