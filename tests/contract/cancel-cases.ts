import { describe, expect, it } from "vitest";
import { endpointCase, testScene } from "./endpoint-cases.ts";
import { codeOf } from "./http-client.ts";
import { answerWith, httpClient, resultOf } from "./nock-pf360.ts";

/** What holds of both cancels. */
export function describeCancel(name: "cancel-reschedule" | "cancel-appointment"): void {
  const cancel = endpointCase(name);

  describe(name, () => {
    it.each([
      { name: "words", body: { message: "Appointment cancelled successfully" } },
      { name: "words within the data", body: { data: { message: "Appointment cancelled successfully" } } },
      { name: "data true", body: { data: true } },
      {
        name: "new dates",
        body: { message: "Slots fetched", data: { dates: [], slots: [], request_id: 7 } },
      },
      { name: "new dates without an envelope", body: { dates: ["2026-11-25"], slots: [], request_id: 7 } },
    ])("is done by $name", async ({ body }) => {
      await expect(resultOf(cancel, body)).resolves.toBeUndefined();
    });

    it.each([
      { name: "a 400", status: 400, body: { message: "Project status should be Customer to Schedule" } },
      {
        name: "words in a 200",
        status: 200,
        body: { message: "Project status should be Customer to Schedule" },
      },
      { name: "an error in a 200", status: 200, body: { error: "Cannot cancel", data: null } },
      { name: "a 409", status: 409, body: { message: "Conflict" } },
    ])("answers bad_state for $name", async ({ status, body }) => {
      answerWith(cancel, { status, body });

      expect(await codeOf(cancel.call(httpClient(cancel), testScene))).toBe("bad_state");
    });

    it.each([
      { name: "words of something else", body: { message: "Project is scheduled" } },
      { name: "done beside a refusal", body: { message: "Unable to cancel", data: true } },
      {
        name: "a caveat behind the success",
        body: { data: { message: "Appointment cancelled. This cannot be undone." } },
      },
      { name: "null data", body: { data: null } },
    ])("is of unknown outcome when a 200 holds $name", async ({ body }) => {
      expect(await codeOf(resultOf(cancel, body))).toBe("unknown_outcome");
    });

    it("shows the request that it would send, without sending it", () => {
      expect(httpClient(cancel).cancelRequest(testScene.projectId)).toEqual({
        method: "GET",
        path: cancel.path(testScene),
      });
    });
  });
}
