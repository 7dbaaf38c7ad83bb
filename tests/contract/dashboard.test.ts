import { describe, expect, it } from "vitest";
import type { Project } from "#layer/domain/project.ts";
import { dashboardRow, privateMark } from "#tests/builders/dashboard-row.ts";
import { endpointCase } from "./endpoint-cases.ts";
import { codeOf } from "./http-client.ts";
import { mockPf360, resultOf } from "./nock-pf360.ts";

mockPf360();

const dashboard = endpointCase("dashboard");

async function projectsOf(body: unknown): Promise<Project[]> {
  return (await resultOf(dashboard, body)) as Project[];
}

async function projectOf(fields: Record<string, unknown>): Promise<Project> {
  const [project] = await projectsOf({ message: "Dashboard data", data: [dashboardRow(fields)] });
  if (!project) throw new Error("The row was left out.");
  return project;
}

describe("a full-fat row", () => {
  it("becomes a project with the fields in use", async () => {
    const project = await projectOf({});

    expect(Object.keys(dashboardRow()).length).toBeGreaterThanOrEqual(270);
    expect(project).toEqual({
      id: "4100023",
      number: "74356_1",
      poNumber: "PO-88120",
      category: "Flooring",
      type: "Installation",
      status: "Scheduled",
      statusGroup: "scheduled",
      appointment: { date: "2026-12-03", time: "10:00:00", endDate: "2026-12-03", endTime: "14:00:00" },
      arrivalWindow: { from: "09:30:00", to: "11:00:00" },
      technician: { name: "Alex Sample", bio: "Floors since 2009." },
      address: { line: "12 Sample Street, Unit 4", city: "Springfield", state: "NY", zip: "10001" },
      store: { name: "Sample Store", number: "2711", phone: "(212) 555-0117" },
      dateSold: "2026-09-02",
      durationMinutes: 240,
      schedulingDaysLimit: 60,
      hasDocuments: false,
    });
  });

  it("loses the technician's private data at the boundary", async () => {
    const row = dashboardRow();

    const projects = await projectsOf({ message: "Dashboard data", data: [row] });

    expect(JSON.stringify(row)).toContain(privateMark);
    expect(JSON.stringify(projects)).not.toContain(privateMark);
  });

  it("shrinks by more than 97 %", async () => {
    const rows = Array.from({ length: 25 }, (_, index) =>
      dashboardRow({ project_project_id: 4100000 + index }),
    );

    const projects = await projectsOf({ message: "Dashboard data", data: rows });

    expect(projects).toHaveLength(25);
    expect(JSON.stringify(projects).length).toBeLessThan(JSON.stringify(rows).length * 0.03);
  });
});

describe("the envelope", () => {
  it.each([
    { name: "empty data", body: { message: "Dashboard data", data: [] } },
    { name: "null data", body: { message: "Dashboard data", data: null } },
    { name: "a bare empty array", body: [] },
    { name: "words alone", body: { message: "No projects found" } },
  ])("reads $name as no projects", async ({ body }) => {
    expect(await projectsOf(body)).toEqual([]);
  });

  it("reads a bare array of rows", async () => {
    expect(await projectsOf([dashboardRow()])).toHaveLength(1);
  });

  it.each([
    { name: "data true", body: { message: "Dashboard data", data: true } },
    { name: "an error in a 200", body: { message: "Dashboard data", error: "Query failed", data: [] } },
    { name: "an error status in a 200", body: { status: "error", data: [] } },
    { name: "an object of something else", body: { message: "Welcome" } },
  ])("never reads $name as a customer without projects", async ({ body }) => {
    expect(await codeOf(resultOf(dashboard, body))).toBe("down");
  });
});

describe("dirty data", () => {
  it("leaves out rows without a usable id and keeps the others", async () => {
    const rows = [null, 7, "row", [], {}, dashboardRow({ project_project_id: "../1" }), dashboardRow()];

    const projects = await projectsOf({ message: "Dashboard data", data: rows });

    expect(projects.map(({ id }) => id)).toEqual(["4100023"]);
  });

  it("keeps PF360's order and the first of two rows with one id", async () => {
    const rows = [
      dashboardRow({ project_project_id: 3, project_category_category: "Doors" }),
      dashboardRow({ project_project_id: "1" }),
      dashboardRow({ project_project_id: "3", project_category_category: "Fence" }),
    ];

    const projects = await projectsOf({ message: "Dashboard data", data: rows });

    expect(projects.map(({ id, category }) => [id, category])).toEqual([
      ["3", "Doors"],
      ["1", "Flooring"],
    ]);
  });

  it("reads a row that has nothing but its id", async () => {
    const [project] = await projectsOf({ message: "Dashboard data", data: [{ project_project_id: 12 }] });

    expect(project).toEqual({
      id: "12",
      number: "12",
      status: "",
      statusGroup: "unknown",
      hasDocuments: false,
    });
  });

  it("reads a row whose fields are all null", async () => {
    const nulls = Object.fromEntries(Object.keys(dashboardRow()).map((name) => [name, null]));

    const [project] = await projectsOf({
      message: "Dashboard data",
      data: [{ ...nulls, project_project_id: 12 }],
    });

    expect(project).toEqual({
      id: "12",
      number: "12",
      status: "",
      statusGroup: "unknown",
      hasDocuments: false,
    });
  });

  it("reads strings as numbers and numbers as strings", async () => {
    const project = await projectOf({
      project_project_id: "4100023",
      project_project_number: 74356,
      client_future_scheduling_days_limit: "60",
      service_time_duration_value: 675,
      installation_address_zipcode: 10001,
    });

    expect(project).toMatchObject({
      id: "4100023",
      number: "74356",
      schedulingDaysLimit: 60,
      durationMinutes: 675,
    });
    expect(project.address?.zip).toBe("10001");
  });

  it("folds odd case and spaces of a status for its group", async () => {
    const project = await projectOf({ status_info_status: "  Ready  to SCHEDULE " });

    expect(project).toMatchObject({ status: "Ready to SCHEDULE", statusGroup: "schedulable" });
  });

  it.each(["project_type", "projectType", "work_type", "workType"])(
    "finds the type under %s",
    async (name) => {
      const project = await projectOf({ project_type_project_type: null, [name]: "Measurement" });

      expect(project.type).toBe("Measurement");
    },
  );

  it.each(["Ready To Schedule", "Ready to Schedule", "Ready for Auto Call"])(
    "hides the old date, window and technician of a %s row",
    async (status) => {
      const project = await projectOf({ status_info_status: status });

      expect(project.statusGroup).toBe("schedulable");
      expect(project).not.toHaveProperty("appointment");
      expect(project).not.toHaveProperty("arrivalWindow");
      expect(project).not.toHaveProperty("technician");
    },
  );

  it("keeps the appointment of a New row", async () => {
    const project = await projectOf({ status_info_status: "New" });

    expect(project).toMatchObject({ statusGroup: "schedulable", appointment: { date: "2026-12-03" } });
  });

  it("strips control and direction characters from text", async () => {
    const project = await projectOf({ project_project_number: "74\u202e356\u0000\n_1" });

    expect(project.number).toBe("74 356 _1");
  });

  it("hides the leftovers of a row whose status is written with another kind of space", async () => {
    const project = await projectOf({ status_info_status: "Ready\u00a0To Schedule" });

    expect(project).toMatchObject({ status: "Ready To Schedule", statusGroup: "schedulable" });
    expect(project).not.toHaveProperty("appointment");
    expect(project).not.toHaveProperty("technician");
  });
});

describe("the appointment", () => {
  it("never comes from the moment of booking", async () => {
    const project = await projectOf({
      convertedProjectStartScheduledDate: null,
      project_date_scheduled_start: null,
      project_date_scheduled_date: "2026-10-20 09:12:44",
    });

    expect(project).not.toHaveProperty("appointment");
  });

  it("comes from the UTC start, in the tenant's zone, where no converted date is", async () => {
    const project = await projectOf({
      convertedProjectStartScheduledDate: null,
      convertedProjectEndScheduledDate: null,
      project_date_scheduled_start: "2026-12-04T03:30:00.000Z",
      project_date_scheduled_end: null,
    });

    expect(project.appointment).toEqual({ date: "2026-12-03", time: "22:30:00" });
  });

  it("is absent where the dates are garbage", async () => {
    const project = await projectOf({
      convertedProjectStartScheduledDate: "13-45-2026 25:00 XM",
      project_date_scheduled_start: "soon",
    });

    expect(project).not.toHaveProperty("appointment");
  });

  it("drops an end before its start", async () => {
    const project = await projectOf({ convertedProjectEndScheduledDate: "12-01-2026 10:00 AM" });

    expect(project.appointment).toEqual({ date: "2026-12-03", time: "10:00:00" });
  });
});
