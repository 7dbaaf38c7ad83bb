import { type Clock, nowSeconds } from "#layer/clock.ts";
import { AppError, ConfigError } from "#layer/errors.ts";
import { chainOf, genesis } from "./audit-row.ts";
import type { AuditRows } from "./audit-rows.ts";
import { type ChainOfDay, listDayChains } from "./day-chains.ts";
import { type DayHead, type DaySeal, readDaySeal, sealPartition, writeDaySeal } from "./day-seal.ts";
import { dayNumber, dayOfNumber, daysFrom, endOfDay, utcDay } from "./utc-day.ts";

/** A day can be sealed this long after its end: the last writes are through, and the index has caught up. */
const sealDelaySeconds = 900;
/** How many chains' heads are read at once. */
const atOnce = 20;

export interface SealedDay {
  day: string;
  state: "sealed" | "already_sealed";
  chains: number;
  entries: number;
  /** Worth keeping elsewhere: it stands for this day and all before it. */
  hash: string;
}

interface Options {
  rows: AuditRows;
  clock: Clock;
}

/**
 * Seals a tenant's UTC days, in order, each over the one before. Days that are sealed stay as they are.
 * @throws ConfigError before anything is written: a day is not over, or lies before or past a day that has no seal yet
 * @throws AppError `audit_broken` when a seal or an entry that must be there cannot be read
 */
export async function sealDays(
  { rows, clock }: Options,
  clientId: string,
  from: string,
  to: string,
): Promise<SealedDay[]> {
  const now = nowSeconds(clock);
  if (endOfDay(to) + sealDelaySeconds > now) {
    throw new ConfigError(
      `${to} is not over; a day (UTC) can be sealed ${sealDelaySeconds / 60} minutes after its end.`,
    );
  }
  const seals = await readSeals(rows, clientId);
  refuseGaps(seals, from, to);
  const done: SealedDay[] = [];
  for (const day of daysFrom(from, to)) {
    const known = seals.get(day);
    const seal = known ?? (await sealDay(rows, clientId, day, previousHash(seals, day), now));
    seals.set(day, seal);
    const { chains, entries, hash } = seal;
    done.push({ day, state: known ? "already_sealed" : "sealed", chains, entries, hash });
  }
  return done;
}

/**
 * The days that a job which runs now has to seal: from the last seal, or from yesterday when there is none, to the last day
 * that is over. Undefined when all is sealed.
 */
export async function daysToSeal(
  { rows, clock }: Options,
  clientId: string,
): Promise<{ from: string; to: string } | undefined> {
  const to = utcDay(nowSeconds(clock) - sealDelaySeconds - 86_400);
  const last = await rows.head(sealPartition(clientId));
  const from = typeof last?.seq === "number" ? dayOfNumber(last.seq + 1) : to;
  return from <= to ? { from, to } : undefined;
}

async function sealDay(
  rows: AuditRows,
  clientId: string,
  day: string,
  previous: string,
  now: number,
): Promise<DaySeal> {
  const chains = (await listDayChains(rows, clientId, day)).filter(
    ({ partition }) => chainOf(clientId, partition) !== undefined,
  );
  const heads: DayHead[] = [];
  for (let index = 0; index < chains.length; index += atOnce) {
    const some = chains.slice(index, index + atOnce);
    heads.push(...(await Promise.all(some.map((chain) => headOfDay(rows, clientId, chain)))));
  }
  const entries = chains.reduce((sum, chain) => sum + chain.entries, 0);
  const row = writeDaySeal({ clientId, day, heads, entries, sealedAt: now, previousHash: previous });
  if (await rows.insert(row)) return row;
  // Another run of this job was quicker.
  const theirs = (await readSeals(rows, clientId)).get(day);
  if (!theirs) throw broken(`the seal of ${day}`);
  return theirs;
}

async function headOfDay(
  rows: AuditRows,
  clientId: string,
  { partition, last }: ChainOfDay,
): Promise<DayHead> {
  const chain = chainOf(clientId, partition) ?? "";
  const [row] = await Array.fromAsync(rows.read(partition, last, last));
  if (typeof row?.hash !== "string") throw broken(`entry ${last} of chain ${chain}`);
  return { chain, seq: last, hash: row.hash };
}

async function readSeals(rows: AuditRows, clientId: string): Promise<Map<string, DaySeal>> {
  const seals = new Map<string, DaySeal>();
  for await (const row of rows.read(sealPartition(clientId))) {
    const seal = readDaySeal(clientId, row);
    if (!seal) throw broken("a seal");
    seals.set(seal.day, seal);
  }
  return seals;
}

/** Each seal holds the one before it, so that no day can be sealed late between others. */
function refuseGaps(seals: ReadonlyMap<string, DaySeal>, from: string, to: string): void {
  const days = [...seals.keys()].sort();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return;
  if (from < first)
    throw new ConfigError(`The seals begin with ${first}; no day before it can be sealed now.`);
  const next = dayOfNumber(dayNumber(last) + 1);
  if (from > next) throw new ConfigError(`${next} is not sealed yet; seal from there on.`);
  const missing = daysFrom(from, to < last ? to : last).find((day) => !seals.has(day));
  if (missing !== undefined) throw broken(`the seal of ${missing}`);
}

function previousHash(seals: ReadonlyMap<string, DaySeal>, day: string): string {
  return seals.get(dayOfNumber(dayNumber(day) - 1))?.hash ?? genesis;
}

function broken(what: string): AppError {
  return new AppError("audit_broken", `The audit log lacks or cannot show ${what}. Run verify.`);
}
