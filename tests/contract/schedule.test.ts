import { describe, expect, it } from "vitest";
import { endpointCase, testScene } from "./endpoint-cases.ts";
import { codeOf } from "./http-client.ts";
import { answerWith, httpClient, mockPf360, resultOf } from "./nock-pf360.ts";

mockPf360();

const schedule = endpointCase("schedule");

async function codeOfAnswer(status: number, body: unknown): Promise<string> {
  answerWith(schedule, { status, body });
  return codeOf(schedule.call(httpClient(schedule), testScene));
}

describe("schedule", () => {
  it.each([
    { name: "data true", body: { message: "Appointment scheduled successfully", data: true } },
    { name: "an object", body: { message: "Success", data: { project_id: 4100023 } } },
    { name: "words alone", body: { message: "Appointment booked successfully" } },
    {
      name: "an empty error",
      body: { message: "Appointment scheduled successfully", error: null, errors: [], data: true },
    },
  ])("is booked by $name", async ({ body }) => {
    expect(await resultOf(schedule, body)).toEqual({ state: "booked" });
  });

  it.each(["confirmation_number", "confirmationNumber"])("hands on a number under %s", async (name) => {
    const result = await resultOf(schedule, { message: "Success", data: { [name]: 884211 } });

    expect(result).toEqual({ state: "booked", confirmationNumber: "884211" });
  });

  it("hands on no number that is not one", async () => {
    const result = await resultOf(schedule, { data: { confirmation_number: "<b>call us</b>" } });

    expect(result).toEqual({ state: "booked" });
  });

  it.each([
    "Your request was submitted and is pending review by the office",
    "Appointment requested",
    "Scheduled, awaiting approval",
  ])("is not booked but under review by '%s'", async (message) => {
    expect(await resultOf(schedule, { message, data: true })).toEqual({ state: "pending_review" });
  });

  it("does not take the word request_id for a request", async () => {
    const result = await resultOf(schedule, { message: "Scheduled for request_id 90417", data: true });

    expect(result).toEqual({ state: "booked" });
  });

  it.each([
    { status: 409, message: "Conflict", code: "slot_taken" },
    { status: 409, message: "Project is already scheduled", code: "already_scheduled" },
    { status: 400, message: "Selected time slot is no longer available", code: "slot_taken" },
    { status: 400, message: "This slot is already booked", code: "slot_taken" },
    { status: 400, message: "Invalid or expired request_id", code: "slot_taken" },
    { status: 400, message: "Invalid process step", code: "already_scheduled" },
    { status: 400, message: "Project is already scheduled", code: "already_scheduled" },
    { status: 400, message: "Project status should be Customer to Schedule", code: "bad_state" },
    { status: 400, message: "Project not found", code: "not_found" },
    { status: 400, message: "Bad request", code: "bad_state" },
    { status: 422, message: "Unprocessable", code: "bad_state" },
    { status: 200, message: "Project status should be Customer to Schedule", code: "bad_state" },
    { status: 200, message: "Selected time slot is no longer available", code: "slot_taken" },
  ])("answers $code for $status '$message'", async ({ status, message, code }) => {
    expect(await codeOfAnswer(status, { message })).toBe(code);
  });

  it.each([
    { name: "an error text", body: { error: "Slot not available", data: null }, code: "slot_taken" },
    {
      name: "an error object",
      body: { error: { message: "Project is already scheduled" } },
      code: "already_scheduled",
    },
    { name: "a list of errors", body: { errors: ["Invalid date"], data: true }, code: "bad_state" },
    { name: "status error", body: { status: "error", message: "Nope", data: {} }, code: "bad_state" },
    {
      name: "status error within its data",
      body: { data: { status: "error", message: "Slot" } },
      code: "bad_state",
    },
    { name: "data false", body: { message: "Scheduled", data: false }, code: "bad_state" },
    { name: "success false", body: { success: false, message: "Scheduled" }, code: "bad_state" },
  ])("is no success when a 200 holds $name", async ({ body, code }) => {
    expect(await codeOfAnswer(200, body)).toBe(code);
  });

  it.each([
    { name: "an inner breakdown", body: { error: "Internal server error" } },
    {
      name: "data true beside a refusal",
      body: { message: "The appointment could not be scheduled", data: true },
    },
    { name: "words that say neither", body: { message: "Thank you" } },
    { name: "an array", body: [] },
    { name: "null data", body: { data: null } },
    { name: "other fields", body: { result: "ok", code: 7 } },
  ])("is of unknown outcome when a 200 holds $name", async ({ body }) => {
    expect(await codeOfAnswer(200, body)).toBe("unknown_outcome");
  });

  it("shows the request that it would send, without sending it", () => {
    const { projectId, date, time, requestId } = testScene;
    const createdAt = "11-24-2026 02:30:00";

    const request = httpClient(schedule).scheduleRequest({ projectId, date, time, requestId, createdAt });

    expect(request).toEqual({
      method: "POST",
      path: schedule.path(testScene),
      body: schedule.body?.(testScene),
    });
  });
});
