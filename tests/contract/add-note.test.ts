import { describe, expect, it } from "vitest";
import { endpointCase, testScene } from "./endpoint-cases.ts";
import { codeOf } from "./http-client.ts";
import { answerWith, httpClient, mockPf360, resultOf } from "./nock-pf360.ts";

mockPf360();

const addNote = endpointCase("project-notes/add");

describe("project-notes/add", () => {
  it.each([
    { name: "words", body: { message: "Note added successfully" } },
    { name: "data true", body: { message: "Success", data: true } },
    { name: "the note", body: { data: { note_text: "Gate code 4711, a dog in the yard" } } },
  ])("is done by $name", async ({ body }) => {
    await expect(resultOf(addNote, body)).resolves.toBeUndefined();
  });

  it.each([
    { name: "a 400", status: 400, body: { message: "note_text is required" }, code: "bad_state" },
    { name: "an error in a 200", status: 200, body: { error: "Note could not be saved" }, code: "bad_state" },
    { name: "no word of success", status: 200, body: { message: "Hello" }, code: "unknown_outcome" },
  ])("answers $code for $name", async ({ status, body, code }) => {
    answerWith(addNote, { status, body });

    expect(await codeOf(addNote.call(httpClient(addNote), testScene))).toBe(code);
  });

  it("sends the text as it is, whatever it holds", async () => {
    const text = 'Ünïcode 🐕, "quotes",\nand { "json": true }';
    const endpoint = { ...addNote, body: () => ({ note_text: text }) };
    answerWith(endpoint, { body: { data: true } });

    await expect(httpClient(endpoint).addNote(testScene.projectId, text)).resolves.toBeUndefined();
  });
});
