import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hashOfRow } from "#layer/audit/audit-row.ts";
import type { AuditRow } from "#layer/audit/audit-rows.ts";
import { createMemoryAuditRows } from "#layer/audit/memory-audit-rows.ts";
import { sealDays } from "#layer/audit/seal-days.ts";
import { verifyDays } from "#layer/audit/verify-days.ts";
import {
  auditScene,
  bookingIntent,
  bookingOutcome,
  chainA,
  signIn,
  threeDays,
} from "#tests/builders/audit.ts";

const [from, to] = ["2025-01-10", "2025-01-13"];

async function sealedScene() {
  const scene = auditScene();
  await threeDays(scene.audit, scene.clock);
  await sealDays(scene, "FLOORCO", from, to);
  await sealDays(scene, "ROOFCO", from, to);
  return scene;
}

const verify = ({ rows, clock }: Pick<ReturnType<typeof auditScene>, "rows" | "clock">, tenant = "FLOORCO") =>
  verifyDays({ rows, clock }, tenant, from, to);

const kindsOf = async (scene: Pick<ReturnType<typeof auditScene>, "rows" | "clock">) =>
  (await verify(scene)).findings.map(({ kind }) => kind);

describe("verify", () => {
  it("finds nothing where nothing is wrong", async () => {
    const scene = await sealedScene();

    expect(await verify(scene)).toEqual({
      tenant: "FLOORCO",
      from,
      to,
      chains: 2,
      entries: 12,
      seals: 4,
      pending: 0,
      findings: [],
    });
  });

  it("reports an intent without its outcome as open, with its age, once it cannot be under way any more", async () => {
    const { clock, audit, rows } = auditScene();
    const chain = audit.open("FLOORCO", chainA);
    const { seq } = await chain.append(bookingIntent);

    clock.set("2025-01-10T12:15:00Z");
    const fresh = await verify({ rows, clock });
    clock.set("2025-01-10T12:15:01Z");
    const stale = await verify({ rows, clock });
    await chain.append(bookingOutcome(seq));
    const settled = await verify({ rows, clock });

    expect(fresh).toMatchObject({ pending: 1, findings: [] });
    expect(stale).toMatchObject({
      pending: 0,
      findings: [{ kind: "open", chain: chainA, seq: 1, action: "confirm_appointment", ageSeconds: 901 }],
    });
    expect(settled).toMatchObject({ pending: 0, findings: [] });
  });

  it.each([
    ["no intent", [signIn, bookingOutcome(1)], "outcome_without_intent"],
    ["an intent to come", [signIn, bookingOutcome(3), bookingIntent], "outcome_without_intent"],
    [
      "another action's intent",
      [bookingIntent, { ...bookingOutcome(1), action: "cancel_appointment" as const }],
      "outcome_without_intent",
    ],
    [
      "another project's intent",
      [bookingIntent, { ...bookingOutcome(1), projectId: "2" }],
      "outcome_without_intent",
    ],
    ["an intent that has one", [bookingIntent, bookingOutcome(1), bookingOutcome(1)], "second_outcome"],
  ])("finds an outcome that names %s", async (_, events, kind) => {
    const scene = auditScene();
    const chain = scene.audit.open("FLOORCO", chainA);
    for (const event of events) await chain.append(event);

    expect(await kindsOf(scene)).toContain(kind);
  });

  it("names the entry that is gone, changed or moved", async () => {
    const scene = await sealedScene();
    const without = scene.stored.filter(
      ({ tenant_session, seq }) => !(tenant_session === `FLOORCO#${chainA}` && seq === 3),
    );

    const { findings } = await verify({ ...scene, rows: createMemoryAuditRows(without) });

    expect(findings).toContainEqual({ kind: "missing_entry", chain: chainA, seq: 4 });
  });

  it("finds a clock that ran back by more than two clocks can differ", async () => {
    const scene = auditScene();
    const chain = scene.audit.open("FLOORCO", chainA);
    await chain.append(signIn);
    scene.clock.set("2025-01-10T11:50:00Z");
    await chain.append(signIn);
    const skewed = await kindsOf(scene);
    scene.clock.set("2025-01-10T11:39:59Z");
    await chain.append(signIn);

    expect(skewed).toEqual([]);
    expect(await kindsOf(scene)).toEqual(["clock_ran_back"]);
  });

  it("misses the seal of a day with entries once it is a day late, and of any day after the first seal", async () => {
    const scene = auditScene();
    await threeDays(scene.audit, scene.clock);
    scene.clock.set("2025-01-14T23:59:59Z");

    const never = await verify(scene);
    await sealDays(scene, "FLOORCO", from, from);
    const begun = await verify(scene);

    expect(never.findings).toEqual(
      ["2025-01-10", "2025-01-11"].map((day) => ({ kind: "seal_missing", day })),
    );
    expect(begun.findings).toEqual(
      ["2025-01-11", "2025-01-12"].map((day) => ({ kind: "seal_missing", day })),
    );
  });

  it("finds an entry that was cut off the end of its chain, or brought into a day, after the day was sealed", async () => {
    const cut = await sealedScene();
    const chain = `FLOORCO#${chainA}`;
    cut.stored.splice(
      cut.stored.findIndex(({ tenant_session, seq }) => tenant_session === chain && seq === 6),
      1,
    );
    const late = await sealedScene();
    late.clock.set("2025-01-13T23:00:00Z");
    await late.audit.open("FLOORCO", chainA).append(signIn);

    expect((await verify(cut)).findings).toContainEqual({ kind: "seal_mismatch", day: "2025-01-13" });
    expect((await verify(late)).findings).toEqual([{ kind: "seal_mismatch", day: "2025-01-13" }]);
  });

  it("finds a chain that was written anew with hashes that fit", async () => {
    const scene = await sealedScene();
    let previous = "genesis";
    for (const row of scene.stored.filter(({ tenant_session }) => tenant_session === `FLOORCO#${chainA}`)) {
      Object.assign(row, { project_id: "999", previous_hash: previous });
      row.hash = previous = hashOfRow(row);
    }

    expect(new Set(await kindsOf(scene))).toEqual(new Set(["seal_mismatch"]));
  });

  it("finds another tenant's chain in this tenant's day, and does not read it", async () => {
    const scene = await sealedScene();
    const foreign = scene.stored.find(({ tenant_session }) => tenant_session === `ROOFCO#${chainA}`);
    Object.assign(foreign ?? {}, { tenant_day: "FLOORCO#2025-01-10" });

    const { findings, chains } = await verify(scene);

    expect({ findings, chains }).toEqual({ findings: [{ kind: "malformed", day: "2025-01-10" }], chains: 2 });
  });

  it("finds any change of any field of any row, any removal, any swap and any row too many", async () => {
    const scene = await sealedScene();
    const mine = scene.stored.flatMap((row, index) => (row.client_id === "FLOORCO" ? [index] : []));
    const index = fc.constantFrom(...mine);
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom(...scene.stored.flatMap((row) => Object.values(row))),
    );
    const tampering = fc.oneof(
      fc.record({ kind: fc.constant("change" as const), index, field: fc.nat(), value }),
      fc.record({ kind: fc.constant("add-field" as const), index, value }),
      fc.record({ kind: fc.constant("drop-field" as const), index, field: fc.nat() }),
      fc.record({ kind: fc.constant("remove" as const), index }),
      fc.record({ kind: fc.constant("swap" as const), index, other: index }),
      fc.record({ kind: fc.constant("insert" as const), index, other: index, isFitting: fc.boolean() }),
    );

    await fc.assert(
      fc.asyncProperty(tampering, async (how) => {
        const stored = structuredClone(scene.stored);
        tamper(stored, how);
        fc.pre(JSON.stringify(stored.map(inOrder)) !== JSON.stringify(scene.stored.map(inOrder)));

        // A day more than there are entries of: a seal too many would be the next day's.
        const { findings } = await verifyDays(
          { rows: createMemoryAuditRows(stored), clock: scene.clock },
          "FLOORCO",
          from,
          "2025-01-14",
        );

        expect(findings.length).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it("has a blind spot of one: nobody can see that the last day's seal is gone while none is due", async () => {
    const scene = await sealedScene();
    scene.clock.set("2025-01-14T12:00:00Z");
    scene.stored.splice(
      scene.stored.findIndex(({ day, client_id }) => day === "2025-01-13" && client_id === "FLOORCO"),
      1,
    );

    const soon = await kindsOf(scene);
    scene.clock.set("2025-01-15T00:00:00Z");

    expect(soon).toEqual([]);
    expect(await kindsOf(scene)).toEqual(["seal_missing"]);
  });
});

type Tampering =
  | { kind: "change"; index: number; field: number; value: string | number | boolean }
  | { kind: "add-field"; index: number; value: string | number | boolean }
  | { kind: "drop-field"; index: number; field: number }
  | { kind: "remove"; index: number }
  | { kind: "swap"; index: number; other: number }
  | { kind: "insert"; index: number; other: number; isFitting: boolean };

function tamper(stored: AuditRow[], how: Tampering): void {
  const row = stored[how.index] ?? {};
  const names = Object.keys(row);
  if (how.kind === "change") row[names[how.field % names.length] ?? ""] = how.value;
  if (how.kind === "add-field") row.more = how.value;
  if (how.kind === "drop-field") delete row[names[how.field % names.length] ?? ""];
  if (how.kind === "remove") stored.splice(how.index, 1);
  if (how.kind === "swap") {
    // The two rows change places: each stands under the other's key.
    const { tenant_session, seq } = row;
    const other = stored[how.other] ?? {};
    Object.assign(row, { tenant_session: other.tenant_session, seq: other.seq });
    Object.assign(other, { tenant_session, seq });
  }
  if (how.kind === "insert") {
    // A copy of a row at the end of some chain, with a hash that fits or as it was.
    const { tenant_session } = stored[how.other] ?? {};
    const ends = stored.filter((one) => one.tenant_session === tenant_session).map(({ seq }) => Number(seq));
    const copy = { ...row, tenant_session: tenant_session ?? "", seq: Math.max(...ends) + 1 };
    stored.push(how.isFitting ? { ...copy, hash: hashOfRow(copy) } : copy);
  }
}

function inOrder(row: AuditRow) {
  return Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1));
}
