import { describe, expect, it } from "vitest";
import { Pf360Error } from "#layer/pf360/pf360-client.ts";
import { actionScene, firstProject } from "#tests/builders/action-scene.ts";

async function bookedScene(options: Parameters<typeof actionScene>[0] = {}) {
  const scene = await actionScene(options);
  const { project_id } = firstProject(await scene.call("list_projects"), ({ can_cancel }) => can_cancel);
  const cancels = () => scene.sent.filter(({ path }) => path.includes("cancel"));
  return { ...scene, project_id, cancels };
}

describe("cancel_appointment", () => {
  it("cancels once, after the customer's yes, and says which appointment it was", async () => {
    const { call, answer, project_id, cancels, engine } = await bookedScene();
    const asked = await call("cancel_appointment", { project_id });
    await answer(true);

    const reply = await call("cancel_appointment", { project_id });

    expect(asked.result).toMatchObject({ summary: { project_id, date: expect.any(String), dry_run: false } });
    expect(reply).toMatchObject({ outcome: "ok", result: { project_id, date: expect.any(String) } });
    expect(cancels()).toHaveLength(1);
    expect(engine.appointments().filter((appointment) => appointment.project_id === project_id)).toEqual([]);
  });

  it("uses the tenant's own way to cancel", async () => {
    const { sampleTenants } = await import("#layer/pf360/sample/tenants.ts");
    const { call, answer, project_id, cancels } = await bookedScene({
      customerId: "2000201",
      tenant: sampleTenants[1],
    });
    await call("cancel_appointment", { project_id });
    await answer(true);
    await call("cancel_appointment", { project_id });

    expect(cancels().map(({ path }) => path)).toEqual([
      `/scheduler/WESTHOME/${project_id}/cancel-appointment`,
    ]);
  });

  it("changes nothing without a yes, or in a dry run with one", async () => {
    const { call, answer, project_id, cancels } = await bookedScene({
      flags: { confirmSchedule: true, cancelSchedule: false },
    });
    const asked = await call("cancel_appointment", { project_id });
    await answer(true);
    const reply = await call("cancel_appointment", { project_id });

    expect(asked.outcome).toBe("needs_confirmation");
    expect(reply).toMatchObject({ outcome: "dry_run", result: { request: { method: "GET" } } });
    expect(cancels()).toHaveLength(0);
  });

  it("refuses a project without an appointment, and says why", async () => {
    const scene = await actionScene();
    const { project_id } = firstProject(
      await scene.call("list_projects"),
      ({ can_schedule }) => can_schedule,
    );

    expect(await scene.call("cancel_appointment", { project_id })).toMatchObject({
      outcome: "not_allowed",
      reason: "not_scheduled",
      result: { office: { phone: scene.tenant.support_phone } },
    });
  });

  it("tells an unknown fate as unknown and sends nothing more", async () => {
    const { call, answer, project_id, cancels, intercept } = await bookedScene();
    await call("cancel_appointment", { project_id });
    await answer(true);
    intercept(({ path }) => (path.includes("cancel") ? new Pf360Error("unknown_outcome") : undefined));

    const reply = await call("cancel_appointment", { project_id });
    await call("cancel_appointment", { project_id });

    expect(reply.outcome).toBe("unknown_outcome");
    expect(cancels()).toHaveLength(1);
  });
});
