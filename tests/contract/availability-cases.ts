import { describe, expect, it } from "vitest";
import { endpointCase, testScene } from "./endpoint-cases.ts";
import { codeOf } from "./http-client.ts";
import { answerWith, httpClient, resultOf } from "./nock-pf360.ts";

/** What holds of both availability endpoints. */
export function describeAvailability(variant: "get-rescheduler-slots" | "slotsChatbot"): void {
  const dates = endpointCase(`${variant} for dates`);
  const slots = endpointCase(`${variant} for a day's slots`);

  describe(`${variant} for dates`, () => {
    it("answers ascending dates within the range, each once, with the newest request id", async () => {
      const body = {
        message: "Slots fetched successfully",
        data: {
          dates: ["2026-12-03", "2026-11-25", "2026-12-03", "2026-12-24", "2026-11-01"],
          slots: [],
          request_id: 90418,
        },
      };

      expect(await resultOf(dates, body)).toEqual({
        offered: ["2026-11-25", "2026-12-03"],
        requestId: 90418,
      });
    });

    it("keeps the request id of an empty answer", async () => {
      const body = {
        message: "Slots fetched successfully",
        data: { dates: [], slots: [], request_id: 90418 },
      };

      expect(await resultOf(dates, body)).toEqual({ offered: [], requestId: 90418 });
    });

    it.each([
      { name: "the other key", body: { data: { availableDates: ["2026-11-25"], request_id: 1 } } },
      { name: "no envelope", body: { dates: ["2026-11-25"], request_id: 1 } },
      { name: "a request id as a string", body: { data: { dates: ["2026-11-25"], request_id: "1" } } },
      {
        name: "other forms of dates",
        body: { data: { dates: ["11-25-2026", "2026-11-25T00:00:00"], request_id: 1 } },
      },
      {
        name: "unusable entries",
        body: { data: { dates: [null, 3, {}, "soon", "2026-02-30", "2026-11-25"], request_id: 1 } },
      },
    ])("reads $name", async ({ body }) => {
      expect(await resultOf(dates, body)).toEqual({ offered: ["2026-11-25"], requestId: 1 });
    });

    it.each([
      { name: "null data", body: { message: "Slots fetched successfully", data: null } },
      { name: "words alone", body: { message: "No slots available" } },
    ])("reads $name as no dates", async ({ body }) => {
      expect(await resultOf(dates, body)).toEqual({ offered: [], requestId: undefined });
    });

    it.each([
      "Project is already scheduled",
      "Project is already requested",
      "Project already contains a technician",
      "Not allowed when booked",
    ])("knows from a 400 '%s' that there is an appointment", async (message) => {
      answerWith(dates, { status: 400, body: { message } });

      expect(await codeOf(dates.call(httpClient(dates), testScene))).toBe("already_scheduled");
    });

    it.each([
      {
        name: "a refusal in words",
        body: { message: "Project status should be Customer to Schedule" },
        code: "bad_state",
      },
      {
        name: "an error field",
        body: { error: "Category is not configured", data: null },
        code: "bad_state",
      },
      { name: "an inner breakdown", body: { error: "Internal server error" }, code: "down" },
      { name: "data true", body: { data: true }, code: "down" },
      { name: "something else", body: { message: "Welcome" }, code: "down" },
    ])("does not take a 200 with $name for an empty calendar", async ({ body, code }) => {
      expect(await codeOf(resultOf(dates, body))).toBe(code);
    });
  });

  describe(`${variant} for a day's slots`, () => {
    it("answers ascending start times, each once, with the newest request id", async () => {
      const body = {
        data: { dates: ["2026-12-03"], slots: ["15:00:00", "08:30:00", "15:00:00"], request_id: 90418 },
      };

      expect(await resultOf(slots, body)).toEqual({ offered: ["08:30:00", "15:00:00"], requestId: 90418 });
    });

    it.each([
      { name: "the other key", body: { data: { timeSlots: ["13:00:00"], request_id: 1 } } },
      { name: "12 h times", body: { data: { slots: ["1:00 PM"], request_id: 1 } } },
      {
        name: "unusable entries",
        body: { data: { slots: [null, 13, { id: "slot_1" }, "25:00:00", "13:00:00"], request_id: 1 } },
      },
    ])("reads $name", async ({ body }) => {
      expect(await resultOf(slots, body)).toEqual({ offered: ["13:00:00"], requestId: 1 });
    });

    it("answers none for a day that has gone", async () => {
      const body = {
        message: "Slots fetched successfully",
        data: { slots: [], dates: [], request_id: 90418 },
      };

      expect(await resultOf(slots, body)).toEqual({ offered: [], requestId: 90418 });
    });

    it("asks once when there is no request id, and answers none for a slot that has gone", async () => {
      const path = (scene: typeof testScene) => slots.path(scene).replace(/\?.*$/, "");
      answerWith(
        { ...slots, path },
        { status: 400, body: { message: "Selected date is no longer available" } },
      );
      const { projectId, date } = testScene;

      const answer = await httpClient(slots).listTimeSlots({ projectId, date, requestId: undefined });

      expect(answer).toEqual({ offered: [], requestId: undefined });
    });

    it("asks once more without the request id when that one is no longer good", async () => {
      const fresh = { ...slots, path: (scene: typeof testScene) => slots.path(scene).replace(/\?.*$/, "") };
      answerWith(slots, { status: 400, body: { message: "Invalid or expired request_id" } });
      answerWith(fresh, { body: { data: { slots: ["13:00:00"], request_id: 90420 } } });

      const answer = await slots.call(httpClient(slots), testScene);

      expect(answer).toEqual({ offered: ["13:00:00"], requestId: 90420 });
    });
  });
}
