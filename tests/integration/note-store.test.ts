import { afterAll, describe, expect, it } from "vitest";
import { createDynamodbNoteStore } from "#layer/notes/dynamodb-note-store.ts";
import { createMemoryNoteStore } from "#layer/notes/memory-note-store.ts";
import { type NoteStore, noteLifeSeconds } from "#layer/notes/note-store.ts";
import { newId } from "#layer/sessions/session-ids.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { startMoto } from "#tests/builders/moto.ts";

const clock = settableClock();
const dynalite = await startTestDynamodb();
const moto = await startMoto();
afterAll(() => Promise.all([dynalite.close(), moto?.close()]));

function inTable({ documents }: Pick<typeof dynalite, "documents">): NoteStore {
  return createDynamodbNoteStore({
    documents,
    tableName: "project-notes-dev",
    clock,
    newId: () => newId("n"),
  });
}

const adapters: [string, () => NoteStore][] = [
  ["memory", () => createMemoryNoteStore({ clock })],
  ["dynamodb (dynalite)", () => inTable(dynalite)],
  ...(moto ? [["dynamodb (moto)", () => inTable(moto)] as [string, () => NoteStore]] : []),
];

let projects = 0;
/** A project that no other test has, and a customer of its own. */
function scene(makeStore: () => NoteStore) {
  projects += 1;
  const project = { clientId: "EASTHOME", projectId: String(projects) };
  const owner = { clientId: "EASTHOME", customerId: `customer ${projects}` };
  const now = Math.floor(clock.nowMs() / 1000);
  const note = (text: string, addedAt = now) => ({ text, addedAt, customerId: owner.customerId });
  return { notes: makeStore(), project, owner, note, now };
}

describe.each(adapters)("the %s note store", (_, makeStore) => {
  it("gives a project's notes, oldest first, and no other's", async () => {
    const { notes, project, note, now } = scene(makeStore);
    await notes.add(project, note("first"));
    await notes.add(project, note("second", now + 60));
    await notes.add({ ...project, clientId: "WESTHOME" }, note("of another tenant"));
    await notes.add({ ...project, projectId: "0" }, note("of another project"));

    expect(await notes.list(project)).toEqual([
      { text: "first", addedAt: now },
      { text: "second", addedAt: now + 60 },
    ]);
  });

  it("keeps two notes of the same second and the same words", async () => {
    const { notes, project, owner, note } = scene(makeStore);

    const ids = [await notes.add(project, note("twice")), await notes.add(project, note("twice"))];

    expect(new Set(ids).size).toBe(2);
    expect((await notes.listOf(owner)).sort()).toEqual(ids.sort());
  });

  it("finds all of a customer's, expired ones too, and nobody else's", async () => {
    const { notes, project, owner, note, now } = scene(makeStore);
    const mine = [
      await notes.add(project, note("expired", now - noteLifeSeconds)),
      await notes.add({ ...project, projectId: `${project.projectId}9` }, note("elsewhere")),
    ];
    await notes.add(project, { ...note("a neighbour's"), customerId: "somebody else" });
    await notes.add({ ...project, clientId: "WESTHOME" }, note("same id, other tenant"));

    expect((await notes.listOf(owner)).sort()).toEqual(mine.sort());
    expect((await notes.list(project)).map(({ text }) => text)).toEqual(["a neighbour's"]);
  });

  it("removes exactly the one that is named, once", async () => {
    const { notes, project, owner, note } = scene(makeStore);
    const id = await notes.add(project, note("goes"));
    const other = await notes.add(project, note("stays"));

    const removed = [await notes.remove(id), await notes.remove(id)];

    expect(removed).toEqual([true, false]);
    expect([await notes.exists(id), await notes.exists(other)]).toEqual([false, true]);
    expect(await notes.listOf(owner)).toEqual([other]);
  });
});
