import { describe, expect, it } from "vitest";
import { sampleTenants } from "#layer/pf360/sample/tenants.ts";
import { actionScene, firstProject } from "#tests/builders/action-scene.ts";

type Dates = { available_dates: { date: string; label: string }[]; from: string; to: string };
type Times = { date: string; time_slots: { time: string; label: string; part: string }[] };

async function schedulableScene(options: Parameters<typeof actionScene>[0] = {}) {
  const scene = await actionScene(options);
  const { project_id } = firstProject(await scene.call("list_projects"), ({ can_schedule }) => can_schedule);
  return { ...scene, project_id };
}

describe("list_projects", () => {
  it("shows the current projects with labels and links, and counts every group", async () => {
    const { call } = await actionScene();

    const reply = await call("list_projects");

    expect(reply.outcome).toBe("ok");
    const { projects, groups, total } = reply.result as {
      projects: Record<string, unknown>[];
      groups: object;
      total: number;
    };
    expect(total).toBe(projects.length);
    expect(projects.map(({ status_group }) => status_group)).not.toContain("terminal");
    expect(groups).toMatchObject({ schedulable: 2, scheduled: 1, waiting: 1, terminal: 1 });
    for (const { project_id, portal_link } of projects) {
      expect(portal_link).toBe(`https://east-home.cx-portal.dev.projectsforce.com/details/${project_id}`);
    }
  });

  it("narrows to a category in the customer's words", async () => {
    const { call } = await actionScene();

    const reply = await call("list_projects", { category: "floors" });

    expect(
      (reply.result as { projects: { category: string }[] }).projects.map(({ category }) => category),
    ).toEqual(["Flooring"]);
  });

  it.each([
    [{ category: "my floors" }, ["Flooring"]],
    [{ status_group: "scheduled" }, ["Doors"]],
    [{ status_group: "Waiting for Product" }, ["Decking"]],
    [{ status_group: "whatever there is" }, ["Flooring", "Windows", "Doors", "Decking"]],
  ])("narrows by %j", async (filters, categories) => {
    const { call } = await actionScene();

    const { projects } = (await call("list_projects", filters)).result as {
      projects: { category: string }[];
    };

    expect(projects.map(({ category }) => category)).toEqual(categories);
  });

  it("answers an empty list for a customer without projects", async () => {
    const { call } = await actionScene({ customerId: "2000202", tenant: sampleTenants[1] });

    expect(await call("list_projects")).toMatchObject({
      outcome: "ok",
      result: { projects: [], total: 0, left_out: 0 },
    });
  });
});

describe("get_available_dates", () => {
  it("offers dates from tomorrow on, with weekdays, and remembers them for this project", async () => {
    const { call, project_id, sessions, sessionId } = await schedulableScene();

    const reply = await call("get_available_dates", { project_id });

    const { available_dates, from } = reply.result as Dates;
    expect(from).toBe("2026-11-24");
    expect(available_dates[0]?.label).toMatch(/^\w+day, \w+ \d+, 2026$/);
    const offer = (await sessions.get(sessionId))?.offers[project_id];
    expect(offer).toEqual({
      requestId: expect.any(Number),
      dates: available_dates.map(({ date }) => date),
      times: {},
    });
  });

  it("takes an order number for the project", async () => {
    const { call } = await actionScene();
    const { project_id, project_number } = firstProject(
      await call("list_projects"),
      ({ can_schedule }) => can_schedule,
    );

    const reply = await call("get_available_dates", { project_id: ` ${project_number.toLowerCase()} ` });

    expect(reply).toMatchObject({ outcome: "ok", result: { project_id } });
  });

  it("looks only where the customer asked", async () => {
    const { call, project_id } = await schedulableScene();

    const reply = await call("get_available_dates", { project_id, date: "next week" });

    const { available_dates, from, to } = reply.result as Dates;
    expect([from, to]).toEqual(["2026-11-30", "2026-12-06"]);
    expect(available_dates.every(({ date }) => date >= from && date <= to)).toBe(true);
  });

  it("shows what comes after a day on which nothing is free", async () => {
    const { call, project_id } = await schedulableScene();

    const reply = await call("get_available_dates", { project_id, date: "Sunday" });

    expect(reply).toMatchObject({ outcome: "ok", reason: "date_not_offered" });
    expect((reply.result as Dates).available_dates.length).toBeGreaterThan(0);
  });

  it.each([
    ["yesterday", "past_date"],
    ["2031-01-01", "too_far_ahead"],
    ["when the cows come home", "unreadable_date"],
  ])("asks for another date than %j", async (date, reason) => {
    const { call, project_id } = await schedulableScene();

    expect(await call("get_available_dates", { project_id, date })).toMatchObject({
      outcome: "ask_user",
      field: "date",
      reason,
    });
  });

  it.each([
    ["scheduled", "already_scheduled"],
    ["waiting", "waiting_for_product"],
    ["terminal", "project_is_closed"],
  ])("refuses a %s project with its reason", async (group, reason) => {
    const { call, tenant } = await actionScene();
    const { project_id } = firstProject(
      await call("list_all_projects"),
      ({ status_group }) => status_group === group,
    );

    const reply = await call("get_available_dates", { project_id });

    expect(reply).toMatchObject({
      outcome: "not_allowed",
      reason,
      result: { status_group: group, office: { phone: tenant.support_phone } },
    });
  });

  it("asks PF360 in the tenant's own way", async () => {
    const { call, sent } = await schedulableScene({ customerId: "2000201", tenant: sampleTenants[1] });
    const { project_id } = firstProject(await call("list_projects"), ({ can_schedule }) => can_schedule);
    sent.length = 0;

    await call("get_available_dates", { project_id });

    expect(sent.map(({ path }) => path).filter((path) => !path.startsWith("/dashboard"))).toEqual([
      expect.stringMatching(/startDate\/2026-11-24\/endDate\/[\d-]+\/slotsChatbot$/),
    ]);
  });
});

describe("get_time_slots", () => {
  it("shows the times of the chosen date and remembers them beside the dates", async () => {
    const { call, project_id, sessions, sessionId } = await schedulableScene();
    const dates = (await call("get_available_dates", { project_id })).result as Dates;
    const [, second] = dates.available_dates;

    const reply = await call("get_time_slots", { project_id, date: second?.label });

    const { date, time_slots } = reply.result as Times;
    expect(date).toBe(second?.date);
    expect(time_slots[0]).toMatchObject({
      time: expect.stringMatching(/^\d\d:\d\d:00$/),
      label: expect.stringMatching(/[AP]M$/),
    });
    const offer = (await sessions.get(sessionId))?.offers[project_id];
    expect(offer?.times).toEqual({ [date]: time_slots.map(({ time }) => time) });
    expect(offer?.dates).toEqual(dates.available_dates.map((shown) => shown.date));
  });

  it("says that a listed date has filled up and offers the current ones", async () => {
    const { call, project_id, intercept } = await schedulableScene();
    const dates = (await call("get_available_dates", { project_id })).result as Dates;
    const [first] = dates.available_dates;
    intercept(({ path }) =>
      path.includes(`date/${first?.date}/selected/${first?.date}`)
        ? {
            status: 200,
            body: { message: "Slots fetched successfully", data: { dates: [], slots: [], request_id: 7 } },
          }
        : undefined,
    );

    const reply = await call("get_time_slots", { project_id, date: first?.date });

    expect(reply).toMatchObject({ outcome: "stale_state", reason: "date_full" });
    expect((reply.result as Dates).available_dates.length).toBeGreaterThan(0);
  });

  it("asks which date is meant when two would fit", async () => {
    const { call, project_id } = await schedulableScene();
    const { available_dates } = (await call("get_available_dates", { project_id })).result as Dates;
    const [first, second] = available_dates;

    const reply = await call("get_time_slots", { project_id, date: `${first?.label} or ${second?.label}` });

    expect(reply).toMatchObject({ outcome: "ask_user", field: "date", reason: "ambiguous_date" });
    expect((reply.result as { options: unknown[] }).options).toHaveLength(2);
  });
});

describe("get_business_hours", () => {
  it("lists the days with labels in the office's zone", async () => {
    const { call } = await actionScene();

    const reply = await call("get_business_hours");

    expect(reply).toMatchObject({ outcome: "ok", result: { time_zone: "America/New_York" } });
    expect((reply.result as { days: { day: string }[] }).days).toContainEqual(
      expect.objectContaining({ day: "Monday", open: true }),
    );
  });

  it("says so when the tenant has none configured", async () => {
    const { call, intercept } = await actionScene();
    intercept(() => ({ status: 404, body: { message: "not configured" } }));

    expect(await call("get_business_hours")).toMatchObject({
      outcome: "not_found",
      reason: "hours_not_configured",
    });
  });
});
