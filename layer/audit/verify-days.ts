import { type Clock, nowSeconds } from "#layer/clock.ts";
import { chainOf, genesis, hashOfRow } from "./audit-row.ts";
import type { AuditRows } from "./audit-rows.ts";
import { type CheckedChain, checkChain } from "./check-chain.ts";
import { listDayChains } from "./day-chains.ts";
import { type DayHead, type DaySeal, readDaySeal, rootOf, sealPartition } from "./day-seal.ts";
import type { Finding } from "./finding.ts";
import { dayNumber, dayOfNumber, daysFrom, endOfDay, utcDay } from "./utc-day.ts";

/** An intent without an outcome is under way until then: longer than a call, its ledger and its settling take. */
const openGraceSeconds = 900;
/** The job that seals has this long after a day's end. */
const sealGraceSeconds = 86_400;

export interface Verification {
  tenant: string;
  from: string;
  to: string;
  chains: number;
  entries: number;
  seals: number;
  /** Intents that are too fresh to be called open. */
  pending: number;
  findings: Finding[];
}

/**
 * Recomputes every chain that has entries on these UTC days, whole, and the seals of the days. What was cut off the end of a
 * chain shows once its day is sealed; a seal that is taken for true from elsewhere stands for all before it.
 */
export async function verifyDays(
  { rows, clock }: { rows: AuditRows; clock: Clock },
  clientId: string,
  from: string,
  to: string,
): Promise<Verification> {
  const now = nowSeconds(clock);
  const days = daysFrom(from, to);
  const checked = new Map<string, CheckedChain>();
  const findings: Finding[] = [];
  for (const day of days) {
    for (const { partition } of await listDayChains(rows, clientId, day)) {
      if (checked.has(partition)) continue;
      if (chainOf(clientId, partition) === undefined) {
        findings.push({ kind: "malformed", day });
        continue;
      }
      const found = checkChain(clientId, partition, await Array.fromAsync(rows.read(partition)));
      checked.set(partition, found);
      findings.push(...found.findings);
    }
  }
  const chains = [...checked.values()];
  const open = chains.flatMap((chain) => chain.open);
  const stale = open.filter(({ at }) => now - at > openGraceSeconds);
  findings.push(
    ...stale.map(({ chain, seq, action, at }) => ({
      kind: "open" as const,
      chain,
      seq,
      action,
      ageSeconds: now - at,
    })),
  );
  const { seals, ...sealed } = await checkSeals(rows, clientId, days, chains, now);
  return {
    tenant: clientId,
    from,
    to,
    chains: checked.size,
    entries: chains.reduce((sum, { entries }) => sum + entries.length, 0),
    seals,
    pending: open.length - stale.length,
    findings: [...findings, ...sealed.findings],
  };
}

async function checkSeals(
  rows: AuditRows,
  clientId: string,
  days: readonly string[],
  chains: readonly CheckedChain[],
  now: number,
): Promise<{ seals: number; findings: Finding[] }> {
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return { seals: 0, findings: [] };
  const found = await Array.fromAsync(rows.read(sealPartition(clientId), dayNumber(from) - 1, dayNumber(to)));
  const byDay = new Map(found.map((row) => [row.seq, row]));
  const firstSealed = await firstSealedDay(rows, clientId);
  const findings: Finding[] = [];
  let seals = 0;
  for (const day of days) {
    const standing = standingOf(chains, day);
    const row = byDay.get(dayNumber(day));
    if (!row) {
      const isDue = endOfDay(day) + sealGraceSeconds <= now;
      const isExpected = standing.entries > 0 || (firstSealed !== undefined && firstSealed < day);
      if (isDue && isExpected) findings.push({ kind: "seal_missing", day });
      continue;
    }
    seals += 1;
    const seal = readDaySeal(clientId, row);
    const previous = byDay.get(dayNumber(day) - 1)?.hash ?? genesis;
    if (!seal) findings.push({ kind: "seal_malformed", day });
    else findings.push(...sealFindings(seal, standing, previous));
  }
  return { seals, findings };
}

function* sealFindings(seal: DaySeal, standing: DayStanding, previous: unknown): Generator<Finding> {
  const { day } = seal;
  if (hashOfRow(seal) !== seal.hash) yield { kind: "seal_wrong_hash", day };
  if (seal.previous_hash !== previous) yield { kind: "seal_broken_link", day };
  const { heads, entries } = standing;
  if (seal.root !== rootOf(heads) || seal.chains !== heads.length || seal.entries !== entries) {
    yield { kind: "seal_mismatch", day };
  }
}

/** From it on every day has a seal, with entries or without. */
async function firstSealedDay(rows: AuditRows, clientId: string): Promise<string | undefined> {
  for await (const { seq } of rows.read(sealPartition(clientId))) return dayOfNumber(Number(seq));
  return undefined;
}

interface DayStanding {
  heads: DayHead[];
  entries: number;
}

/** Where the chains stood at the end of a day, from the entries themselves. */
function standingOf(chains: readonly CheckedChain[], day: string): DayStanding {
  const heads: DayHead[] = [];
  let entries = 0;
  for (const chain of chains) {
    const ofDay = chain.entries.filter(({ at }) => utcDay(at) === day);
    const last = ofDay.at(-1);
    if (!last) continue;
    heads.push({ chain: last.chain, seq: last.seq, hash: last.hash });
    entries += ofDay.length;
  }
  return { heads, entries };
}
