import { describe, expect, it } from "vitest";
import { sealDue } from "#layer/audit/seal-due.ts";
import { auditScene, threeDays } from "#tests/builders/audit.ts";

async function scene() {
  const { audit, rows, clock } = auditScene();
  await threeDays(audit, clock);
  const failed: [string, unknown][] = [];
  const onFailed = (clientId: string, error: unknown) => failed.push([clientId, error]);
  return { rows, failed, seal: (...tenants: string[]) => sealDue({ rows, clock, onFailed }, tenants) };
}

describe("the job that seals", () => {
  it("seals what is due of every tenant, and the second time nothing", async () => {
    const { seal, failed } = await scene();

    expect(await seal("FLOORCO", "ROOFCO")).toEqual({ tenants: 2, days: 2, failed: 0 });
    expect(await seal("FLOORCO", "ROOFCO")).toEqual({ tenants: 0, days: 0, failed: 0 });
    expect(failed).toEqual([]);
  });

  it("tells of a tenant whose log is broken, and seals the others", async () => {
    const { seal, rows, failed } = await scene();
    const { head } = rows;
    rows.head = (partition) =>
      partition.startsWith("FLOORCO") ? Promise.reject(new RangeError("unreadable")) : head(partition);

    expect(await seal("FLOORCO", "ROOFCO")).toMatchObject({ tenants: 1, failed: 1 });
    expect(failed).toEqual([["FLOORCO", expect.any(RangeError)]]);
  });
});
