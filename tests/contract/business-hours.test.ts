import { describe, expect, it } from "vitest";
import { endpointCase } from "./endpoint-cases.ts";
import { codeOf } from "./http-client.ts";
import { mockPf360, resultOf } from "./nock-pf360.ts";

mockPf360();

const businessHours = endpointCase("business-hours");
const closed = (day: string) => ({ day, open: false });

describe("business-hours", () => {
  it("answers seven days from Monday on, whatever order and naming PF360 has", async () => {
    const workHours = [
      { day: "Sunday", is_working: false, start: "08:00:00", end: "18:00:00" },
      { day: "saturday", is_working: "1", start_time: "09:00", end_time: "1:00 PM" },
      { day: "Monday", is_working: true, start: "08:00:00", end: "18:00:00" },
    ];

    const days = await resultOf(businessHours, { message: "Business hours", data: { workHours } });

    expect(days).toEqual([
      { day: "Monday", open: true, from: "08:00:00", to: "18:00:00" },
      closed("Tuesday"),
      closed("Wednesday"),
      closed("Thursday"),
      closed("Friday"),
      { day: "Saturday", open: true, from: "09:00:00", to: "13:00:00" },
      closed("Sunday"),
    ]);
  });

  it("knows an open day without times", async () => {
    const days = await resultOf(businessHours, {
      data: { workHours: [{ day: "Monday", is_working: true }] },
    });

    expect(days).toContainEqual({ day: "Monday", open: true });
  });

  it("takes the first of two rows for one day and leaves out rows of no day", async () => {
    const workHours = [
      null,
      "Monday",
      { day: "Someday", is_working: true },
      { day: "Monday", is_working: false },
    ];

    const days = await resultOf(businessHours, {
      data: { workHours: [...workHours, { day: "Monday", is_working: true }] },
    });

    expect(days).toContainEqual(closed("Monday"));
  });

  it.each([
    { name: "an empty list", body: { data: { workHours: [] } } },
    { name: "null data", body: { message: "Business hours", data: null } },
  ])("answers no days for $name", async ({ body }) => {
    expect(await resultOf(businessHours, body)).toEqual([]);
  });

  it("reads the hours without an envelope", async () => {
    expect(await resultOf(businessHours, { workHours: [{ day: "Monday", is_working: true }] })).toHaveLength(
      7,
    );
  });

  it.each([
    { name: "data true", body: { data: true } },
    { name: "an error in a 200", body: { error: "Query failed", data: { workHours: [] } } },
  ])("does not take $name for an office that is always closed", async ({ body }) => {
    expect(await codeOf(resultOf(businessHours, body))).toBe("down");
  });
});
