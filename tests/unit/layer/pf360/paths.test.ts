import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pathsOf } from "#layer/pf360/paths.ts";
import { Pf360Error } from "#layer/pf360/pf360-client.ts";

const range = { projectId: "4100023", from: "2026-11-24", to: "2026-12-04" };
const hostile = [
  "",
  "1/../../x",
  "1?x=1",
  "1#x",
  "1%2f2",
  "..",
  " 1",
  "1\n",
  "-1",
  "1e3",
  "１２",
  "9".repeat(13),
];

describe("pathsOf", () => {
  it("writes PF360's paths", () => {
    const paths = pathsOf("TESTHOME");

    expect(paths.dashboard("1645975")).toBe("/dashboard/get/TESTHOME/1645975");
    expect(paths.reschedulerSlots({ ...range, requestId: 7 })).toBe(
      "/scheduler/client/TESTHOME/project/4100023/date/2026-11-24/selected/2026-12-04/get-rescheduler-slots?request_id=7",
    );
    expect(paths.slotsChatbot(range)).toBe(
      "/scheduler/client/TESTHOME/project/4100023/startDate/2026-11-24/endDate/2026-12-04/slotsChatbot",
    );
    expect(paths.cancelAppointment("4100023")).toBe("/scheduler/TESTHOME/4100023/cancel-appointment");
  });

  it.each(hostile)("refuses the id %j before anything is sent", (id) => {
    const paths = pathsOf("TESTHOME");

    for (const path of [paths.dashboard, paths.schedule, paths.cancelReschedule, paths.addNote]) {
      expect(() => path(id)).toThrow(Pf360Error);
    }
    expect(() => paths.listNotes(id, "1")).toThrow(Pf360Error);
    expect(() => paths.listNotes("1", id)).toThrow(Pf360Error);
    expect(() => paths.slotsChatbot({ ...range, projectId: id })).toThrow(Pf360Error);
  });

  it.each(["", "testhome", "A/B", "../A", "A?b", "A".repeat(21)])("refuses the client %j", (client) => {
    expect(() => pathsOf(client)).toThrow(Pf360Error);
  });

  it.each(["2026-02-30", "2026-1-1", "tomorrow", "2026-11-24/x", "2026-11-24T00:00:00Z"])(
    "refuses the date %j",
    (date) => {
      expect(() => pathsOf("TESTHOME").reschedulerSlots({ ...range, to: date })).toThrow(Pf360Error);
      expect(() => pathsOf("TESTHOME").slotsChatbot({ ...range, from: date })).toThrow(Pf360Error);
    },
  );

  it.each([Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY, 1e21])("refuses the request id %s", (requestId) => {
    expect(() => pathsOf("TESTHOME").slotsChatbot({ ...range, requestId })).toThrow(Pf360Error);
  });

  it("never lets an id change the number of path parts", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (id) => {
        let path = "/dashboard/get/TESTHOME/1";
        try {
          path = pathsOf("TESTHOME").dashboard(id);
        } catch (error) {
          expect(error).toBeInstanceOf(Pf360Error);
        }
        const url = new URL(path, "http://pf360.test");
        expect(url.href).toMatch(/^http:\/\/pf360\.test\/dashboard\/get\/TESTHOME\/\d{1,12}$/);
      }),
    );
  });
});
