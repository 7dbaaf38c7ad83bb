import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fixedKeyRing, parseKeyRing } from "#layer/auth/key-ring.ts";
import { subjectOf, subjectsOf } from "#layer/auth/subject.ts";
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

  it("has a name under each key of the ring, today's first, so that one of before a change is found", async () => {
    const key = (kid: string) => ({ [kid]: Buffer.from(randomBytes(32)).toString("base64url") });
    const [older, newer] = [key("u1"), key("u2")];
    const ring = (current: string, keys: object) =>
      fixedKeyRing(parseKeyRing("KEYS", JSON.stringify({ current, keys })));
    const before = await subjectOf(ring("u1", older), "EASTHOME", "1001");

    const names = await subjectsOf(ring("u2", { ...older, ...newer }), "EASTHOME", "1001");

    expect(names).toHaveLength(2);
    expect(names[0]).toMatch(/^u2\./);
    expect(names[1]).toBe(before);
  });
});
