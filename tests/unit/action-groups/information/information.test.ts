import { describe, expect, it } from "vitest";
import { replyBytes } from "#action-groups/reply-size.ts";
import { actionScene, firstProject } from "#tests/builders/action-scene.ts";
import { dashboardRow } from "#tests/builders/dashboard-row.ts";

describe("get_project_details", () => {
  it("gives address, store and technician's name, and nothing of the technician's private life", async () => {
    const { call, engine } = await actionScene();
    const { project_id } = firstProject(
      await call("list_projects"),
      ({ status_group }) => status_group === "scheduled",
    );

    const reply = await call("get_project_details", { project_id });

    expect(reply).toMatchObject({
      outcome: "ok",
      result: {
        project_id,
        address: expect.any(String),
        store_name: expect.any(String),
        technician_name: expect.any(String),
      },
    });
    const text = JSON.stringify(reply);
    expect(engine.privateValues().filter((value) => text.includes(value))).toEqual([]);
  });

  it("stays within the reply's bytes whatever PF360 writes into its fields", async () => {
    const { call, intercept } = await actionScene();
    const row = Object.fromEntries(
      Object.entries(dashboardRow()).map(([name, value]) => [
        name,
        typeof value === "string" && /number|_address|store_|first|last|category|type|status/.test(name)
          ? '"語'.repeat(2_000)
          : value,
      ]),
    );
    intercept(({ path }) =>
      path.startsWith("/dashboard") ? { status: 200, body: { data: [row] } } : undefined,
    );

    const reply = await call("get_project_details", { project_id: String(row.project_project_id) });

    expect(reply).toMatchObject({ outcome: "ok", result: { address: expect.any(String) } });
    expect(Buffer.byteLength(JSON.stringify(reply))).toBeLessThanOrEqual(replyBytes);
  });

  it("answers not_found for a project that nobody has", async () => {
    const { call } = await actionScene();

    expect(await call("get_project_details", { project_id: "999999999" })).toMatchObject({
      outcome: "not_found",
    });
  });
});

describe("get_project_status", () => {
  it("tells what is possible from the one status table", async () => {
    const { call } = await actionScene();
    const { project_id } = firstProject(
      await call("list_projects"),
      ({ status_group }) => status_group === "scheduled",
    );

    expect(await call("get_project_status", { project_id })).toMatchObject({
      outcome: "ok",
      result: {
        status_group: "scheduled",
        can_schedule: false,
        can_cancel: true,
        can_reschedule: true,
        appointment: {},
      },
    });
  });
});

describe("get_technician_info", () => {
  it("names who comes and when they may arrive", async () => {
    const { call } = await actionScene();
    const { project_id } = firstProject(
      await call("list_projects"),
      ({ status_group }) => status_group === "scheduled",
    );

    expect(await call("get_technician_info", { project_id })).toMatchObject({
      outcome: "ok",
      result: {
        technician_name: expect.any(String),
        arrival_from: expect.stringMatching(/M$/),
        appointment: {},
      },
    });
  });

  it("says plainly that nobody has been assigned yet", async () => {
    const { call } = await actionScene();
    const { project_id } = firstProject(await call("list_projects"), ({ can_schedule }) => can_schedule);

    const reply = await call("get_technician_info", { project_id });

    expect(reply).toMatchObject({ outcome: "ok", reason: "no_technician_yet" });
    expect(reply.result).not.toHaveProperty("technician_name");
  });
});

describe("list_all_projects", () => {
  it("shows finished projects too", async () => {
    const { call } = await actionScene();

    const { projects } = (await call("list_all_projects")).result as { projects: { status_group: string }[] };

    expect(projects.map(({ status_group }) => status_group)).toContain("terminal");
  });

  it("feeds the model at most three hundredths of what PF360 sends", async () => {
    const { call, engine } = await actionScene({ customerId: "1000102" });
    const identity = { clientId: "EASTHOME", customerId: "1000102" };
    const raw = engine.handle({ method: "GET", path: "/dashboard/get/EASTHOME/1000102" }, identity);

    const reply = await call("list_all_projects");

    expect(reply.result).toMatchObject({ total: 21, left_out: 0 });
    expect(JSON.stringify(reply).length / JSON.stringify(raw.body).length).toBeLessThanOrEqual(0.03);
  });

  it("cuts a very long list to the reply budget and says how to go on", async () => {
    const { call, intercept, engine } = await actionScene();
    const dashboard = engine.handle(
      { method: "GET", path: "/dashboard/get/EASTHOME/1000101" },
      { clientId: "EASTHOME", customerId: "1000101" },
    );
    const [row] = (dashboard.body as { data: Record<string, unknown>[] }).data;
    const rows = Array.from({ length: 400 }, (_, index) => ({
      ...row,
      project_project_id: 5_000_000 + index,
    }));
    intercept(() => ({ status: 200, body: { message: "Dashboard data", data: rows } }));

    const reply = await call("list_all_projects");

    const { projects, total, left_out, continuation } = reply.result as Record<string, unknown> & {
      projects: unknown[];
    };
    expect(new TextEncoder().encode(JSON.stringify(reply)).length).toBeLessThanOrEqual(replyBytes);
    expect(total).toBe(400);
    expect(projects.length + (left_out as number)).toBe(400);
    expect(continuation).toEqual(expect.any(String));
  });
});
