import { describe, expect, it } from "vitest";
import type { AuditLog } from "#layer/audit/audit-log.ts";
import { AuditDownError } from "#layer/audit/audit-log.ts";
import { newSessionId } from "#layer/sessions/session-ids.ts";
import { actionScene, allActions, firstProject } from "#tests/builders/action-scene.ts";
import { subject } from "#tests/builders/audit.ts";

type Scene = Awaited<ReturnType<typeof actionScene>>;

/** Brings a write as far as its deed: whatever it needs is offered and agreed to. */
const deeds: Record<string, (scene: Scene) => Promise<Record<string, string>>> = {
  async confirm_appointment(scene) {
    const { project_id } = firstProject(
      await scene.call("list_projects"),
      ({ can_schedule }) => can_schedule,
    );
    const { available_dates } = (await scene.call("get_available_dates", { project_id })).result as {
      available_dates: { date: string }[];
    };
    const date = available_dates[0]?.date ?? "";
    const { time_slots } = (await scene.call("get_time_slots", { project_id, date })).result as {
      time_slots: { time: string }[];
    };
    return agreed(scene, "confirm_appointment", { project_id, date, time: time_slots[0]?.time ?? "" });
  },
  async cancel_appointment(scene) {
    const { project_id } = firstProject(await scene.call("list_projects"), ({ can_cancel }) => can_cancel);
    return agreed(scene, "cancel_appointment", { project_id });
  },
  async add_note(scene) {
    const { project_id } = firstProject(await scene.call("list_projects"), () => true);
    return { project_id, note_text: "The gate sticks." };
  },
};

async function agreed(scene: Scene, action: string, args: Record<string, string>) {
  expect((await scene.call(action, args)).outcome).toBe("needs_confirmation");
  await scene.answer(true);
  return args;
}

const deedNames = Object.keys(deeds);
const prepare = async (scene: Scene, name: string): Promise<Record<string, string>> =>
  (await deeds[name]?.(scene)) ?? {};
const isWrite = ({ path }: { path: string }) => /schedule\/|cancel|notes?\/add|add/.test(path);

describe("every write", () => {
  it("is one of those that this test knows", () => {
    const writes = allActions.filter(({ kind }) => kind === "write").map(({ name }) => name);
    expect(writes.sort()).toEqual([...deedNames].sort());
  });

  it.each(deedNames)(
    "%s stands in the audit log with its intent before and its outcome after",
    async (name) => {
      const scene = await actionScene();
      const args = await prepare(scene, name);
      expect(scene.auditRows).toEqual([]);
      let writtenWhenSent: unknown;
      scene.intercept((request) => {
        if (request.method === "POST" || isWrite(request)) writtenWhenSent ??= scene.auditRows.length;
        return undefined;
      });

      const { outcome } = await scene.call(name, args);

      expect(outcome).toBe("ok");
      expect(writtenWhenSent).toBe(1);
      expect(scene.auditRows).toMatchObject([
        { action: name, phase: "intent", project_id: args.project_id },
        { action: name, phase: "outcome", outcome: "ok", intent_seq: 1, project_id: args.project_id },
      ]);
      expect(JSON.stringify(scene.auditRows)).not.toMatch(/gate|1000101/);
    },
  );

  it.each(deedNames)("%s tells the log of a write whose fate nobody knows", async (name) => {
    const scene = await actionScene();
    const args = await prepare(scene, name);
    const before = scene.sent.length;
    scene.intercept((request) =>
      scene.sent.length > before + 1 || isWrite(request) ? { status: 500, body: {} } : undefined,
    );

    const { outcome } = await scene.call(name, args);

    expect(scene.auditRows.at(-1)).toMatchObject({ phase: "outcome", outcome });
    expect(outcome).not.toBe("ok");
  });

  it.each(deedNames)("%s is not sent when it cannot be audited", async (name) => {
    const scene = await actionScene();
    const args = await prepare(scene, name);
    scene.auditBy(failingLog);
    const book = JSON.stringify(scene.engine.appointments());

    const { outcome } = await scene.call(name, args);

    expect(outcome).toBe("upstream_down");
    expect(JSON.stringify(scene.engine.appointments())).toBe(book);
  });

  it.each([
    ["customer", subject],
    ["tenant", undefined],
  ])("is not sent when the %s was signed out after the call began", async (_, whom) => {
    for (const name of deedNames) {
      const scene = await actionScene();
      const args = await prepare(scene, name);
      const book = JSON.stringify(scene.engine.appointments());
      await scene.revocations.revoke(scene.tenant.client_id, whom);

      const { outcome } = await scene.call(name, args);

      expect(outcome).toBe("reauth_required");
      expect(JSON.stringify(scene.engine.appointments())).toBe(book);
      expect(scene.auditRows.at(-1)).toMatchObject({ action: name, outcome: "refused" });
    }
  });

  it.each(deedNames)("%s is told as done when only its outcome could not be written", async (name) => {
    const scene = await actionScene();
    const args = await prepare(scene, name);
    scene.auditBy(logThatForgetsOutcomes);

    expect((await scene.call(name, args)).outcome).toBe("ok");
    expect(scene.logged.map(({ event }) => event)).toContain("audit-outcome-lost");
  });
});

describe("a read", () => {
  it("leaves no line in the audit log", async () => {
    const scene = await actionScene();

    await scene.call("list_projects");
    await scene.call("get_notes", { project_id: "1" });

    expect(scene.auditRows).toEqual([]);
  });
});

describe("a call that names another session", () => {
  it("stands in the audit log of the session it came with", async () => {
    const scene = await actionScene();

    await scene.call("list_projects", { session_id: newSessionId() });

    expect(scene.auditRows).toMatchObject([
      { action: "identity_mismatch", phase: "event", outcome: "refused" },
    ]);
  });
});

const failingLog: AuditLog = {
  open: () => ({ append: () => Promise.reject(new AuditDownError()) }),
  append: () => Promise.reject(new AuditDownError()),
};

const logThatForgetsOutcomes: AuditLog = {
  ...failingLog,
  open: () => ({
    append: (event) =>
      event.phase === "outcome"
        ? Promise.reject(new AuditDownError())
        : Promise.resolve({ seq: 1 } as Awaited<ReturnType<AuditLog["append"]>>),
  }),
};
