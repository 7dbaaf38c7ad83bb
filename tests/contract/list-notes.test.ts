import { describe, expect, it } from "vitest";
import { endpointCase } from "./endpoint-cases.ts";
import { codeOf } from "./http-client.ts";
import { mockPf360, resultOf } from "./nock-pf360.ts";

mockPf360();

const listNotes = endpointCase("notes list");
const rows = [
  { id: 1, note_text: "Ring twice", created_at: "2026-11-20T09:00:00.000Z", viewed_by: "PRIVATE" },
  { id: 2, note: "Dog in the yard" },
  { id: 3, note_text: null },
  "no row",
];
const expected = [{ text: "Ring twice", addedAt: "2026-11-20T09:00:00.000Z" }, { text: "Dog in the yard" }];

describe("the notes list", () => {
  it.each([
    { name: "a bare array", body: rows },
    { name: "data", body: { message: "Notes", data: rows } },
    { name: "notes within the data", body: { message: "Notes", data: { notes: rows } } },
    { name: "notes without an envelope", body: { notes: rows } },
    { name: "data within the data", body: { data: { data: rows } } },
  ])("is read from $name, in PF360's order, with text and time alone", async ({ body }) => {
    expect(await resultOf(listNotes, body)).toEqual(expected);
  });

  it.each([
    { name: "an empty array", body: [] },
    { name: "null data", body: { message: "Notes", data: null } },
    { name: "words alone", body: { message: "No notes found" } },
  ])("is empty for $name", async ({ body }) => {
    expect(await resultOf(listNotes, body)).toEqual([]);
  });

  it.each([
    { name: "data true", body: { data: true } },
    { name: "an error in a 200", body: { error: "Query failed", notes: [] } },
  ])("does not take $name for no notes", async ({ body }) => {
    expect(await codeOf(resultOf(listNotes, body))).toBe("down");
  });
});
