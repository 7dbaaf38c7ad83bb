import { describe, expect, it } from "vitest";
import { statusGroupOf, statusGroups } from "#layer/domain/project-status.ts";
import { officeOf } from "#layer/pf360/sample/office.ts";
import { sampleTenants } from "#layer/pf360/sample/tenants.ts";
import { engineAt, monday } from "./sample-calls.ts";

const groupsOf = (statuses: string[]) => new Set(statuses.map(statusGroupOf));

describe("the sample data", () => {
  it("holds five customers of two tenants with forty projects in every status group", () => {
    const customers = engineAt().engine.customers();
    const projects = customers.flatMap((customer) => customer.projects);

    expect(customers).toHaveLength(5);
    expect(new Set(customers.map(({ clientId }) => clientId))).toEqual(new Set(["EASTHOME", "WESTHOME"]));
    expect(projects).toHaveLength(40);
    expect(groupsOf(projects.map(({ status }) => status))).toEqual(new Set(statusGroups));
    expect(new Set(projects.map(({ id }) => id)).size).toBe(40);
  });

  it("gives the first customer one project of each usual state", () => {
    const [first] = engineAt().engine.customers();

    expect(
      first?.projects.map(({ category, type, status }) => [category, type, statusGroupOf(status)]),
    ).toEqual([
      ["Flooring", "Installation", "schedulable"],
      ["Windows", "Installation", "schedulable"],
      ["Doors", "Installation", "scheduled"],
      ["Decking", "Installation", "waiting"],
      ["Fence", "Installation", "terminal"],
    ]);
    expect(first?.projects[2]?.technician).toBeDefined();
  });

  it("has a customer without projects, one with nothing to schedule and one with more than twenty", () => {
    const customers = engineAt().engine.customers();
    const nothing = customers.filter(
      ({ projects }) =>
        projects.length > 0 && !groupsOf(projects.map(({ status }) => status)).has("schedulable"),
    );

    expect(customers.filter(({ projects }) => projects.length === 0)).toHaveLength(1);
    expect(
      nothing.map(({ projects }) => groupsOf(projects.map(({ status }) => status)).has("scheduled")),
    ).toEqual([false]);
    expect(Math.max(...customers.map(({ projects }) => projects.length))).toBeGreaterThan(20);
  });

  it("is the same for the same seed and now, and another for another seed", () => {
    const data = (seed: string) => JSON.stringify(engineAt(monday, { seed }).engine.customers());

    expect(data("one")).toBe(data("one"));
    expect(data("one")).not.toBe(data("two"));
  });

  it.each([monday, "2027-03-13T23:30:00Z", "2028-02-28T04:00:00Z"])(
    "keeps standing appointments in the future, on days of work, seen from %s",
    (now) => {
      const { engine } = engineAt(now);

      const standing = engine.appointments();

      expect(standing.length).toBeGreaterThanOrEqual(7);
      for (const { date, time, client_id, booked_at } of standing) {
        expect(Date.parse(`${date}T00:00:00Z`)).toBeGreaterThan(Date.parse(now));
        expect(officeOf(client_id).starts[new Date(`${date}T00:00:00Z`).getUTCDay()]).toContain(time);
        expect(Date.parse(booked_at)).toBeLessThan(Date.parse(now));
      }
    },
  );

  it("offers the tenants two zones and the other variant of each endpoint", () => {
    const [east, west] = sampleTenants;

    expect(east.time_zone).not.toBe(west.time_zone);
    expect([east.availability, east.cancel, east.notes]).toEqual([
      "get-rescheduler-slots",
      "cancel-reschedule",
      "own",
    ]);
    expect([west.availability, west.cancel, west.notes]).toEqual([
      "slotsChatbot",
      "cancel-appointment",
      "list",
    ]);
    expect(sampleTenants.map(({ client_id }) => officeOf(client_id).timeZone)).toEqual(
      sampleTenants.map(({ time_zone }) => time_zone),
    );
  });
});
