import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chainOf, genesis, hashOfRow, readAuditRow, writeAuditRow } from "#layer/audit/audit-row.ts";
import { chainA, fullEvent } from "#tests/builders/audit.ts";

const place = { seq: 7, at: 1_736_510_400, entryId: `e_${"e".repeat(22)}`, previousHash: "h".repeat(43) };
const row = writeAuditRow(fullEvent, place);

describe("an audit row", () => {
  it("reads as the entry that was written, with its hash", () => {
    expect(readAuditRow(row)).toEqual({ ...fullEvent, ...place, hash: row.hash });
    expect(hashOfRow(row)).toBe(row.hash);
  });

  it("stands in its chain, and in the index under its tenant's UTC day, in the order of numbers", () => {
    expect(row).toMatchObject({
      tenant_session: `FLOORCO#${chainA}`,
      seq: 7,
      tenant_day: "FLOORCO#2025-01-10",
      tenant_session_seq: `FLOORCO#${chainA}#0000000007`,
    });
    expect(row).not.toHaveProperty("ttl");
  });

  it("leaves out what the event does not say", () => {
    const sparse = writeAuditRow(
      {
        ...fullEvent,
        phase: "intent",
        outcome: undefined,
        intentSeq: undefined,
        requestId: undefined,
      } as never,
      { ...place, previousHash: genesis },
    );

    expect(Object.values(sparse)).not.toContain(undefined);
    expect(readAuditRow(sparse)).toMatchObject({ phase: "intent", previousHash: genesis });
  });

  it("has another hash, or is none of ours, as soon as anything in it changes", () => {
    const keys = Object.keys(row).filter((key) => key !== "hash");
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant([]));
    fc.assert(
      fc.property(fc.constantFrom(...keys, "more"), value, (key, changed) => {
        fc.pre(changed !== row[key]);
        const tampered = { ...row, [key]: changed };

        const isNoticed = readAuditRow(tampered) === undefined || hashOfRow(tampered) !== row.hash;

        expect(isNoticed).toBe(true);
      }),
    );
    for (const key of keys) {
      const { [key]: _, ...without } = row;
      expect(readAuditRow(without) === undefined || hashOfRow(without) !== row.hash).toBe(true);
    }
  });

  it.each([
    ["another day's place in the index", { tenant_day: "FLOORCO#2025-01-11" }],
    ["another tenant's place in the index", { tenant_day: "ROOFCO#2025-01-10" }],
    ["another number's place in the index", { tenant_session_seq: `FLOORCO#${chainA}#0000000008` }],
    ["another chain", { tenant_session: "FLOORCO#tenant" }],
    ["milliseconds", { at: 1_736_510_400_000 }],
    ["an end to its life", { ttl: 1_736_510_400 }],
    ["an empty-handed column", { outcome: undefined }],
  ])("is none of ours with %s", (_, change) => {
    expect(readAuditRow({ ...row, ...change })).toBeUndefined();
  });

  it("belongs to the tenant in front of the first #, and to no other", () => {
    expect(chainOf("FLOORCO", `FLOORCO#${chainA}`)).toBe(chainA);
    expect(chainOf("FLOOR", `FLOORCO#${chainA}`)).toBeUndefined();
    expect(chainOf("FLOORCO", "FLOORCO#seal")).toBeUndefined();
    expect(chainOf("FLOORCO", "FLOORCO#a#b")).toBeUndefined();
  });
});
