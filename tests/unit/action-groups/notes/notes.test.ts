import { describe, expect, it } from "vitest";
import { sampleTenants } from "#layer/pf360/sample/tenants.ts";
import { actionScene, firstProject } from "#tests/builders/action-scene.ts";

async function notesScene(options: Parameters<typeof actionScene>[0] = {}) {
  const scene = await actionScene(options);
  const { project_id } = firstProject(await scene.call("list_projects"), () => true);
  const posts = () => scene.sent.filter(({ method }) => method === "POST");
  return { ...scene, project_id, posts };
}

describe("add_note", () => {
  it("sends the note to PF360 once, as plain text, and gives it back", async () => {
    const { call, project_id, posts } = await notesScene();

    const reply = await call("add_note", {
      project_id,
      note_text: "  Gate code\u202E 1234\u0007, beware of the dog ",
    });

    expect(reply).toMatchObject({
      outcome: "ok",
      result: { project_id, note: { text: "Gate code 1234, beware of the dog" } },
    });
    expect(posts()).toEqual([
      expect.objectContaining({
        path: `/project-notes/add/EASTHOME/${project_id}`,
        body: { note_text: "Gate code 1234, beware of the dog" },
      }),
    ]);
  });

  it("asks for the text when there is none to read, or too much", async () => {
    const { call, project_id, posts } = await notesScene();

    expect(await call("add_note", { project_id })).toMatchObject({
      outcome: "ask_user",
      field: "note_text",
      reason: "missing",
    });
    expect(await call("add_note", { project_id, note_text: "\u200B\u200B" })).toMatchObject({
      outcome: "ask_user",
      field: "note_text",
    });
    expect(await call("add_note", { project_id, note_text: "x".repeat(1001) })).toMatchObject({
      outcome: "ask_user",
      field: "note_text",
      reason: "too_long",
    });
    expect(posts()).toEqual([]);
  });

  it("keeps a note that reached PF360 as done, even when our own copy is lost", async () => {
    const { call, project_id, notes, logged } = await notesScene();
    notes.add = () => Promise.reject(new Error("table gone"));

    const reply = await call("add_note", { project_id, note_text: "ring twice" });

    expect(reply.outcome).toBe("ok");
    expect(logged.map(({ event }) => event)).toContain("note-copy-lost");
  });
});

describe("add_note beside a deletion", () => {
  const owner = { clientId: "EASTHOME", customerId: "1000101" };

  it("sends PF360 every word and keeps a copy without what is personal", async () => {
    const { call, project_id, posts, notes, tenant } = await notesScene();
    const note_text = `Gate code 4417, call Dana Whitfield at (212) 555-0188 about ${project_id}`;

    await call("add_note", { project_id, note_text });

    expect(posts()).toEqual([expect.objectContaining({ body: { note_text } })]);
    const [kept] = await notes.list({ clientId: tenant.client_id, projectId: project_id });
    expect(kept?.text).toMatch(/^Gate code 4417, call \[name\].* at \[phone\]/);
    expect(kept?.text).toContain(project_id);
  });

  it("keeps its copy under the customer's name", async () => {
    const { call, project_id, notes } = await notesScene();

    await call("add_note", { project_id, note_text: "ring twice" });

    expect(await notes.listOf(owner)).toHaveLength(1);
  });

  it.each(["ended", "gone", "unknown"])(
    "takes its copy back when the session is %s by then",
    async (state) => {
      const { call, project_id, notes, sessions, sessionId } = await notesScene();
      const { add } = notes;
      notes.add = async (...written) => {
        if (state === "ended") await sessions.end(sessionId);
        if (state === "gone") await sessions.remove(sessionId);
        if (state === "unknown") sessions.get = () => Promise.reject(new Error("table gone"));
        return add(...written);
      };

      const reply = await call("add_note", { project_id, note_text: "ring twice" });

      expect(reply.outcome).toBe("ok");
      expect(await notes.listOf(owner)).toEqual([]);
    },
  );
});

describe("get_notes", () => {
  it("shows the notes added here, newest first, and says so", async () => {
    const { call, project_id, clock } = await notesScene();
    await call("add_note", { project_id, note_text: "first" });
    clock.advance(60);
    await call("add_note", { project_id, note_text: "second" });

    const reply = await call("get_notes", { project_id });

    expect(reply).toMatchObject({
      outcome: "ok",
      result: {
        source: "added_here",
        notes: [
          { text: "second", added_label: "Monday, November 23, 2026 at 10:01 AM" },
          { text: "first", added_label: "Monday, November 23, 2026 at 10:00 AM" },
        ],
        left_out: 0,
      },
    });
  });

  it("shows PF360's own list where the tenant has one", async () => {
    const { call, project_id } = await notesScene({ customerId: "2000201", tenant: sampleTenants[1] });
    await call("add_note", { project_id, note_text: "park behind the house" });

    const reply = await call("get_notes", { project_id });

    expect(reply).toMatchObject({ outcome: "ok", result: { source: "pf360" } });
    expect(reply.result?.notes).toContainEqual({
      text: "park behind the house",
      added_at: "2026-11-23T15:00:00.000Z",
      added_label: "Monday, November 23, 2026 at 7:00 AM",
    });
  });

  it("forgets our copies after seven days", async () => {
    const { notes, clock } = await notesScene();
    const project = { clientId: "EASTHOME", projectId: "1" };
    await notes.add(project, {
      text: "soon gone",
      addedAt: Math.floor(clock.nowMs() / 1000),
      customerId: "1000101",
    });
    const fresh = await notes.list(project);
    clock.advance(7 * 24 * 3600);

    expect(fresh).toHaveLength(1);
    expect(await notes.list(project)).toEqual([]);
  });
});
