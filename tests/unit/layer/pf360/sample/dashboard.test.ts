import { describe, expect, it } from "vitest";
import { callsFor, engineAt, rowsOf } from "./sample-calls.ts";

const maya = { customerId: "1000101" };
const owen = { customerId: "1000102" };

describe("the dashboard", () => {
  it("shows rows of more than 270 fields and some 20 KB", () => {
    const { engine } = engineAt();

    const rows = rowsOf(callsFor(engine, { ...owen, category: "Flooring" }).dashboard().body);

    for (const row of rows) {
      expect(Object.keys(row).length).toBeGreaterThan(270);
      expect(JSON.stringify(row).length).toBeGreaterThan(18_000);
      expect(JSON.stringify(row).length).toBeLessThan(24_000);
    }
  });

  it("tells the appointment in UTC and in the tenant's zone, and the booking's moment apart", () => {
    const { engine } = engineAt();
    const { project, dashboard } = callsFor(engine, { ...maya, category: "Doors" });
    const { date, time } = project.appointment ?? { date: "", time: "" };
    const [year, month, day] = date.split("-");

    const row = rowsOf(dashboard().body).find(({ project_project_id }) => project_project_id === project.id);

    expect(row?.convertedProjectStartScheduledDate).toMatch(
      new RegExp(
        `^${month}-${day}-${year} ${String(((Number(time.slice(0, 2)) + 11) % 12) + 1).padStart(2, "0")}:`,
      ),
    );
    // New York is five hours behind UTC in November and December.
    expect(row?.project_date_scheduled_start).toBe(new Date(`${date}T${time}-05:00`).toISOString());
    expect(String(row?.project_date_scheduled_date).slice(0, 10) < "2026-11-23").toBe(true);
  });

  it("keeps ids as integers, and as strings on dirty rows", () => {
    const { engine } = engineAt();
    const { dashboard } = callsFor(engine, { ...owen, category: "Flooring" });

    const kinds = new Set(
      rowsOf(dashboard().body).map(({ project_project_id }) => typeof project_project_id),
    );

    expect(kinds).toEqual(new Set(["number", "string"]));
  });

  it("carries the technician's private values where one is assigned", () => {
    const { engine } = engineAt();

    const text = JSON.stringify(callsFor(engine, { ...maya, category: "Doors" }).dashboard().body);

    expect(engine.privateValues().length).toBeGreaterThan(20);
    expect(engine.privateValues().filter((value) => text.includes(value)).length).toBeGreaterThan(10);
  });

  it("is empty for a customer without projects", () => {
    const { engine } = engineAt();

    const answer = engine.handle(
      { method: "GET", path: "/dashboard/get/WESTHOME/2000202" },
      { clientId: "WESTHOME", customerId: "2000202" },
    );

    expect(answer).toMatchObject({ status: 200, body: { data: [] } });
  });

  it("gives a customer that it does not know the same projects in every engine", () => {
    const stranger = { clientId: "ACME9", customerId: "4242" };
    const ask = () =>
      engineAt().engine.handle({ method: "GET", path: "/dashboard/get/ACME9/4242" }, stranger);

    const rows = rowsOf(ask().body);

    expect(rows).toHaveLength(5);
    expect(ask().body).toEqual(ask().body);
    expect(new Set(rows.map(({ project_customer_id }) => project_customer_id))).toEqual(new Set([4242]));
  });

  it("tells office hours by full English day names", () => {
    const { engine } = engineAt();

    const answer = engine.handle(
      { method: "GET", path: "/scheduler/client/WESTHOME/business-hours" },
      { clientId: "WESTHOME", customerId: "2000201" },
    );

    const { workHours } = (answer.body as { data: { workHours: unknown[] } }).data;
    expect(workHours).toHaveLength(7);
    expect(workHours[0]).toEqual({ day: "Sunday", is_working: false });
    expect(workHours[1]).toEqual({ day: "Monday", is_working: true, start: "08:30:00", end: "19:00:00" });
  });
});

describe("whose project it is", () => {
  const { engine } = engineAt();
  const mayas = callsFor(engine, { ...maya, category: "Flooring" }).project;
  const stranger = { clientId: "EASTHOME", customerId: "1000102" };

  it.each([
    ["GET", `/scheduler/client/EASTHOME/project/${mayas.id}/cancel-reschedule`],
    ["GET", `/scheduler/EASTHOME/${mayas.id}/cancel-appointment`],
    ["POST", `/scheduler/client/EASTHOME/project/${mayas.id}/schedule`],
    ["POST", `/project-notes/add/EASTHOME/${mayas.id}`],
    ["GET", `/communication/client/EASTHOME/customer/1000102/project/${mayas.id}/notes`],
  ])("another customer's project is as good as none: %s %s", (method, path) => {
    expect(engine.handle({ method, path }, stranger).status).toBe(404);
  });

  it.each([
    "/dashboard/get/EASTHOME/1000101",
    "/dashboard/get/WESTHOME/1000102",
    "/scheduler/client/WESTHOME/business-hours",
  ])("another customer's or tenant's path is forbidden: %s", (path) => {
    expect(engine.handle({ method: "GET", path }, stranger).status).toBe(403);
  });

  it.each([
    "/",
    "",
    "/dashboard/get/EASTHOME",
    "//dashboard/get/EASTHOME/1000102",
    "/dashboard/get/EASTHOME/1000102/",
  ])("an unknown path is not found: %j", (path) => {
    expect(engine.handle({ method: "GET", path }, stranger).status).toBe(404);
  });
});
