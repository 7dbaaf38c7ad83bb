import { describe, expect, it } from "vitest";
import { sampleTenants } from "#layer/pf360/sample/tenants.ts";
import { createSamplePf360 } from "#layer/pf360/sample-pf360-client.ts";
import { engineAt } from "./sample-calls.ts";

const customers = { EASTHOME: "1000101", WESTHOME: "2000201" };

function clientOf(tenant: (typeof sampleTenants)[number], options = {}) {
  const { engine, clock } = engineAt(undefined, options);
  const customerId = customers[tenant.client_id as keyof typeof customers];
  const pf360 = createSamplePf360(engine)({
    tenant,
    customerId,
    bearer: "",
    deadlineMs: clock.nowMs() + 20_000,
  });
  return { engine, pf360 };
}

async function offered(pf360: ReturnType<typeof clientOf>["pf360"]) {
  const project = (await pf360.listProjects()).find(
    ({ category, statusGroup }) => category === "Windows" && statusGroup === "schedulable",
  );
  if (!project) throw new Error("nothing to schedule");
  const dates = await pf360.listAvailableDates({
    projectId: project.id,
    from: "2026-11-24",
    to: "2026-12-10",
  });
  const [date = ""] = dates.offered;
  const times = await pf360.listTimeSlots({ projectId: project.id, date, requestId: dates.requestId });
  const [time = ""] = times.offered;
  const createdAt = "11-23-2026 20:30:00";
  return {
    project,
    request: { projectId: project.id, date, time, requestId: times.requestId ?? 0, createdAt },
  };
}

describe.each(sampleTenants)("PF360 on sample data, for $client_id", (tenant) => {
  it("books what it offered, cancels it and books again", async () => {
    const { engine, pf360 } = clientOf(tenant);
    const { project, request } = await offered(pf360);

    expect(await pf360.schedule(request)).toEqual({ state: "booked" });
    const booked = (await pf360.listProjects()).find(({ id }) => id === project.id);
    expect(booked).toMatchObject({
      statusGroup: "scheduled",
      appointment: { date: request.date, time: request.time },
    });
    expect(booked?.technician?.name).toEqual(expect.any(String));
    await pf360.cancel(project.id);

    expect(engine.appointments().some(({ project_id }) => project_id === project.id)).toBe(false);
    expect(await pf360.schedule((await offered(pf360)).request)).toEqual({ state: "booked" });
  });

  it("tells a second booking, a lost start and an old request apart", async () => {
    const { engine, pf360 } = clientOf(tenant);
    const { request } = await offered(pf360);

    await expect(pf360.schedule({ ...request, requestId: 1 })).rejects.toMatchObject({ code: "slot_taken" });
    engine.fillSlot({ clientId: tenant.client_id, date: request.date, time: request.time });
    await expect(pf360.schedule(request)).rejects.toMatchObject({ code: "slot_taken", status: 409 });
    engine.reset();
    const again = (await offered(pf360)).request;
    await pf360.schedule(again);
    await expect(pf360.schedule(again)).rejects.toMatchObject({ code: "already_scheduled" });
  });

  it("tells that the office must still agree", async () => {
    const { pf360 } = clientOf(tenant, { switches: { reviewedTenants: [tenant.client_id] } });

    expect(await pf360.schedule((await offered(pf360)).request)).toEqual({ state: "pending_review" });
  });

  it("refuses to cancel what is not booked", async () => {
    const { pf360 } = clientOf(tenant);
    const { project } = await offered(pf360);

    await expect(pf360.cancel(project.id)).rejects.toMatchObject({ code: "bad_state" });
  });

  it("keeps notes and tells the hours", async () => {
    const { pf360 } = clientOf(tenant);
    const { project } = await offered(pf360);

    await pf360.addNote(project.id, "The gate code is 1234.");

    expect(await pf360.listNotes(project.id)).toMatchObject([{ text: "The gate code is 1234." }]);
    expect((await pf360.getBusinessHours()).filter(({ open }) => open).length).toBeGreaterThanOrEqual(5);
  });

  it("lets no private value of a technician through", async () => {
    const { engine, pf360 } = clientOf(tenant);

    const projects = JSON.stringify(await pf360.listProjects());

    expect(engine.privateValues().filter((value) => projects.includes(value))).toEqual([]);
  });
});
