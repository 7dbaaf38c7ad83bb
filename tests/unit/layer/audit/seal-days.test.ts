import { describe, expect, it } from "vitest";
import { rootOf } from "#layer/audit/day-seal.ts";
import { daysToSeal, sealDays } from "#layer/audit/seal-days.ts";
import { auditScene, threeDays } from "#tests/builders/audit.ts";

async function scene() {
  const made = auditScene();
  await threeDays(made.audit, made.clock);
  return made;
}
const seals = (stored: readonly Record<string, unknown>[], tenant = "FLOORCO") =>
  stored.filter(({ tenant_session }) => tenant_session === `${tenant}#seal`);

describe("seal", () => {
  it("writes one row a tenant and UTC day, each over the one before, days without entries too", async () => {
    const { rows, clock, stored } = await scene();

    const sealed = await sealDays({ rows, clock }, "FLOORCO", "2025-01-10", "2025-01-13");

    expect(sealed.map(({ day, state, chains, entries }) => [day, state, chains, entries])).toEqual([
      ["2025-01-10", "sealed", 2, 4],
      ["2025-01-11", "sealed", 2, 4],
      ["2025-01-12", "sealed", 0, 0],
      ["2025-01-13", "sealed", 2, 4],
    ]);
    const written = seals(stored);
    expect(written.map(({ previous_hash }) => previous_hash)).toEqual([
      "genesis",
      ...sealed.slice(0, -1).map(({ hash }) => hash),
    ]);
    expect(written.map(({ seq }) => seq)).toEqual([20098, 20099, 20100, 20101]);
    expect(seals(stored, "ROOFCO")).toEqual([]);
  });

  it("leaves a sealed day as it is, and says so", async () => {
    const { rows, clock, stored } = await scene();
    const [first] = await sealDays({ rows, clock }, "FLOORCO", "2025-01-10", "2025-01-10");
    const before = structuredClone(seals(stored));
    clock.advance(60);

    const [again] = await sealDays({ rows, clock }, "FLOORCO", "2025-01-10", "2025-01-10");

    expect(again).toEqual({ ...first, state: "already_sealed" });
    expect(seals(stored)).toEqual(before);
  });

  it("gives two jobs at once the same seals", async () => {
    const { rows, clock, stored } = await scene();

    const [one, other] = await Promise.all([
      sealDays({ rows, clock }, "FLOORCO", "2025-01-10", "2025-01-13"),
      sealDays({ rows, clock }, "FLOORCO", "2025-01-10", "2025-01-13"),
    ]);

    expect(one?.map(({ hash }) => hash)).toEqual(other?.map(({ hash }) => hash));
    expect(seals(stored)).toHaveLength(4);
  });

  it.each(["2025-01-15T12:00:00Z", "2025-01-15T23:59:59Z", "2025-01-16T00:14:59Z"])(
    "refuses a day that is not over at %s, and all with it",
    async (now) => {
      const { rows, clock, stored } = await scene();
      clock.set(now);

      await expect(sealDays({ rows, clock }, "FLOORCO", "2025-01-10", "2025-01-15")).rejects.toMatchObject({
        code: "config",
      });
      expect(seals(stored)).toEqual([]);
    },
  );

  it("takes a day a quarter of an hour after its end", async () => {
    const { rows, clock } = await scene();
    clock.set("2025-01-16T00:15:00Z");

    expect(await sealDays({ rows, clock }, "FLOORCO", "2025-01-15", "2025-01-15")).toMatchObject([
      { state: "sealed", chains: 0 },
    ]);
  });

  it("leaves no day out between two seals, and none before the first", async () => {
    const { rows, clock } = await scene();
    await sealDays({ rows, clock }, "FLOORCO", "2025-01-11", "2025-01-11");

    for (const day of ["2025-01-10", "2025-01-13"]) {
      await expect(sealDays({ rows, clock }, "FLOORCO", day, day)).rejects.toMatchObject({ code: "config" });
    }
    expect(await sealDays({ rows, clock }, "FLOORCO", "2025-01-11", "2025-01-12")).toHaveLength(2);
  });

  it("builds on no seal that cannot be read, and on no day whose seal has gone", async () => {
    const { rows, clock, stored } = await scene();
    await sealDays({ rows, clock }, "FLOORCO", "2025-01-10", "2025-01-12");
    const [, second] = seals(stored);
    stored.splice(stored.indexOf(second as never), 1);

    const gone = sealDays({ rows, clock }, "FLOORCO", "2025-01-10", "2025-01-13");
    await expect(gone).rejects.toMatchObject({ code: "audit_broken" });
    stored.push({ ...second, chains: "two" } as never);
    const changed = sealDays({ rows, clock }, "FLOORCO", "2025-01-13", "2025-01-13");
    await expect(changed).rejects.toMatchObject({ code: "audit_broken" });
  });

  it("stops when an entry has gone that the index knows", async () => {
    const { rows, clock, stored } = await scene();
    const gapped = { ...rows, read: () => rows.read("nobody") };

    await expect(
      sealDays({ rows: gapped, clock }, "FLOORCO", "2025-01-10", "2025-01-10"),
    ).rejects.toMatchObject({
      code: "audit_broken",
    });
    expect(seals(stored)).toEqual([]);
  });

  it("knows what is due: from the last seal, at first from yesterday, to the last day that is over", async () => {
    const { rows, clock } = await scene();
    const due = () => daysToSeal({ rows, clock }, "FLOORCO");
    clock.set("2025-01-12T00:10:00Z");
    const tooSoon = await due();
    clock.set("2025-01-12T01:00:00Z");
    const first = await due();
    await sealDays({ rows, clock }, "FLOORCO", "2025-01-10", "2025-01-11");
    const nothing = await due();
    clock.set("2025-01-15T01:00:00Z");

    expect(tooSoon).toEqual({ from: "2025-01-10", to: "2025-01-10" });
    expect(first).toEqual({ from: "2025-01-11", to: "2025-01-11" });
    expect(nothing).toBeUndefined();
    expect(await due()).toEqual({ from: "2025-01-12", to: "2025-01-14" });
  });

  it("hashes where the chains stood, in whatever order they are found", () => {
    const [one, other] = [
      { chain: "a", seq: 1, hash: "x" },
      { chain: "b", seq: 2, hash: "y" },
    ];

    expect(rootOf([one, other])).toBe(rootOf([other, one]));
    expect(rootOf([one])).not.toBe(rootOf([one, other]));
    expect(rootOf([{ ...one, seq: 2 }])).not.toBe(rootOf([one]));
  });
});
