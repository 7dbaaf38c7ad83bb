import { describe, expect, it } from "vitest";
import { newSessionId } from "#layer/sessions/session-ids.ts";
import { actionScene, allActions, firstProject } from "#tests/builders/action-scene.ts";

/** Plausible arguments for any action, about the given project. */
function argumentsFor(name: string, projectId: string): Record<string, string> {
  const shape = allActions.find((action) => action.name === name)?.input.shape ?? {};
  const values: Record<string, string> = {
    project_id: projectId,
    date: "2026-12-01",
    time: "10:00:00",
    note_text: "hello",
  };
  return Object.fromEntries(Object.entries(values).filter(([key]) => key in shape));
}

const names = allActions.map(({ name }) => name);
const aboutAProject = allActions.filter(({ input }) => "project_id" in input.shape).map(({ name }) => name);

describe("every action", () => {
  it("is one of the twelve", () => {
    expect(names).toHaveLength(12);
    expect(new Set(names).size).toBe(12);
  });

  it.each(names)(
    "%s answers reauth_required without a session, to a placeholder and to a stranger's id",
    async (name) => {
      const { call, sent } = await actionScene();
      const args = argumentsFor(name, "1");

      for (const handle of ["", "$session_id", newSessionId()]) {
        expect((await call(name, args, handle)).outcome).toBe("reauth_required");
      }
      expect(sent).toEqual([]);
    },
  );

  it.each(names)("%s refuses and logs a session parameter that differs from the attribute", async (name) => {
    const { call, sent, logged } = await actionScene();

    const reply = await call(name, { ...argumentsFor(name, "1"), session_id: newSessionId() });

    expect(reply.outcome).toBe("not_allowed");
    expect(logged.map(({ event }) => event)).toContain("identity-mismatch");
    expect(sent).toEqual([]);
  });

  it.each(names)("%s serves no expired session", async (name) => {
    const { call, clock, sent } = await actionScene();
    clock.advance(1801);

    expect((await call(name, argumentsFor(name, "1"))).outcome).toBe("reauth_required");
    expect(sent).toEqual([]);
  });

  it.each(names)("%s takes no customer or client from the model", async (name) => {
    const { call, sent } = await actionScene();

    const reply = await call(name, {
      ...argumentsFor(name, "1"),
      customer_id: "1000102",
      client_id: "WESTHOME",
    });

    expect(reply.outcome).toBe("ask_user");
    expect(sent).toEqual([]);
  });

  it.each(aboutAProject)("%s knows nothing of another customer's project", async (name) => {
    const other = await actionScene({ customerId: "1000102" });
    const foreign = firstProject(await other.call("list_projects"), () => true);
    const { call, sent } = await actionScene();

    const byId = await call(name, argumentsFor(name, foreign.project_id));
    const byNumber = await call(name, argumentsFor(name, foreign.project_number));

    expect([byId.outcome, byNumber.outcome]).toEqual(["not_found", "not_found"]);
    expect(sent.filter(({ path }) => path.includes(foreign.project_id))).toEqual([]);
  });

  it.each(aboutAProject)("%s lets no argument rewrite a path", async (name) => {
    const { call, sent } = await actionScene();

    for (const hostile of ["1/../../x", "1?x=", "%2e%2e", "1 OR 1=1", "<script>"]) {
      expect((await call(name, argumentsFor(name, hostile))).outcome).toBe("not_found");
    }
    expect(new Set(sent.map(({ path }) => path))).toEqual(new Set(["/dashboard/get/EASTHOME/1000101"]));
  });

  it.each(names)("%s turns every PF360 failure into an outcome, with nothing of its text", async (name) => {
    const secret = "upstream stack trace 42";
    for (const status of [400, 401, 403, 404, 409, 418, 429, 500, 503]) {
      const { call, intercept } = await actionScene();
      intercept(() => ({ status, body: { message: secret, error: secret } }));

      const reply = await call(name, argumentsFor(name, "1"));

      expect(reply.outcome).not.toBe("bug");
      expect(reply.outcome).not.toBe("ok");
      expect(JSON.stringify(reply)).not.toContain(secret);
    }
  });

  it.each(names)("%s logs its outcome without a word of the customer's", async (name) => {
    const { call, logged } = await actionScene();

    await call(name, {
      ...argumentsFor(name, "CANARY-REFERENCE"),
      ...(name === "add_note" && { note_text: "CANARY-NOTE" }),
    });

    const last = logged.at(-1);
    expect(last?.event).toBe("action-end");
    expect(last?.fields).toMatchObject({ action: name, via: "attribute" });
    expect(JSON.stringify(logged)).not.toContain("CANARY");
  });

  it.each(names)("%s is not found under a wrong name", async (name) => {
    const { call } = await actionScene();

    expect((await call(`${name}x`, {})).outcome).toBe("not_found");
  });
});
