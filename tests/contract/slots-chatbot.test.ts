import { expect, it } from "vitest";
import { describeAvailability } from "./availability-cases.ts";
import { endpointCase } from "./endpoint-cases.ts";
import { mockPf360, resultOf } from "./nock-pf360.ts";

mockPf360();
describeAvailability("slotsChatbot");

it("takes no slots from an answer about a range: they say nothing about any one day", async () => {
  const body = { data: { dates: ["2026-11-25"], slots: ["08:00:00", "10:00:00"], request_id: 5 } };

  const answer = await resultOf(endpointCase("slotsChatbot for dates"), body);

  expect(answer).toEqual({ offered: ["2026-11-25"], requestId: 5 });
});
