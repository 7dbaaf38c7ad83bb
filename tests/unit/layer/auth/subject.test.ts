import { describe, expect, it } from "vitest";
import { subjectOf } from "#layer/auth/subject.ts";
import { testKeyRing } from "#tests/builders/key-rings.ts";

describe("a customer's subject", () => {
  it("is the same for the same customer, another for each other one, and says nothing of who it is", async () => {
    const ring = testKeyRing("u1");

    const subjects = await Promise.all([
      subjectOf(ring, "EASTHOME", "1001"),
      subjectOf(ring, "EASTHOME", "1001"),
      subjectOf(ring, "EASTHOME", "1002"),
      subjectOf(ring, "WESTHOME", "1001"),
      subjectOf(ring, "EASTHOME1", "001"),
      subjectOf(testKeyRing("u1"), "EASTHOME", "1001"),
    ]);

    expect(subjects[0]).toBe(subjects[1]);
    expect(new Set(subjects).size).toBe(5);
    for (const subject of subjects) expect(subject).toMatch(/^u1\.[A-Za-z0-9_-]{43}$/);
  });
});
