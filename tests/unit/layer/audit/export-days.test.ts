import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashOfRow } from "#layer/audit/audit-row.ts";
import { exportDays } from "#layer/audit/export-days.ts";
import { createMemoryAuditRows } from "#layer/audit/memory-audit-rows.ts";
import { sealDays } from "#layer/audit/seal-days.ts";
import { verifyDays } from "#layer/audit/verify-days.ts";
import { auditScene, chainA, chainB, threeDays } from "#tests/builders/audit.ts";

async function exported(from: string, to: string) {
  const { rows, clock, audit } = auditScene();
  await threeDays(audit, clock);
  await sealDays({ rows, clock }, "FLOORCO", "2025-01-10", "2025-01-13");
  const lines = await Array.fromAsync(exportDays(rows, "FLOORCO", from, to));
  return { clock, lines, read: lines.map((line) => JSON.parse(line)) };
}

describe("export", () => {
  it("gives a day's entries by chain and number, then its seal, then the count and the hash of all", async () => {
    const { lines, read } = await exported("2025-01-11", "2025-01-11");
    const [first, second] = [chainA, chainB].sort();

    expect(read.slice(0, -1).map(({ tenant_session, seq }) => [tenant_session, seq])).toEqual([
      [`FLOORCO#${first}`, 3],
      [`FLOORCO#${first}`, 4],
      [`FLOORCO#${second}`, 3],
      [`FLOORCO#${second}`, 4],
      ["FLOORCO#seal", 20099],
    ]);
    expect(read.at(-1)).toEqual({
      end: true,
      tenant: "FLOORCO",
      from: "2025-01-11",
      to: "2025-01-11",
      count: 5,
      sha256: createHash("sha256").update(lines.slice(0, -1).join("")).digest("base64url"),
    });
    expect(lines.every((line) => line.indexOf("\n") === line.length - 1)).toBe(true);
  });

  it("holds all that verifying needs", async () => {
    const { clock, read } = await exported("2025-01-10", "2025-01-13");
    const rows = createMemoryAuditRows(read.slice(0, -1));

    const { findings, entries, seals } = await verifyDays(
      { rows, clock },
      "FLOORCO",
      "2025-01-10",
      "2025-01-13",
    );

    expect({ findings, entries, seals }).toEqual({ findings: [], entries: 12, seals: 4 });
    expect(read.slice(0, -1).every((row) => hashOfRow(row) === row.hash)).toBe(true);
  });

  it("has nothing of another tenant, and of an empty day its seal alone", async () => {
    const { read } = await exported("2025-01-12", "2025-01-12");

    expect(read.map(({ day, count }) => day ?? count)).toEqual(["2025-01-12", 1]);
  });
});
