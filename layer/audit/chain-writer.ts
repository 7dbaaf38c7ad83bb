import { type Clock, nowSeconds } from "#layer/clock.ts";
import { newId } from "#layer/sessions/session-ids.ts";
import { type AuditEvent, AuditEventError, hashForm, parseAuditEvent } from "./audit-event.ts";
import {
  type AuditChain,
  AuditDownError,
  type AuditEntry,
  type AuditLog,
  type ChainEvent,
} from "./audit-log.ts";
import { genesis, isPlace, readAuditRow, tenantSession, writeAuditRow } from "./audit-row.ts";
import type { AuditRows, FoundRow } from "./audit-rows.ts";

export interface ChainWriterOptions {
  rows: AuditRows;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
  sleep: (ms: number) => Promise<unknown>;
  /** What is running: stands in every entry. */
  release?: string | undefined;
}

/** Two or three writers meet on a session's chain at the worst; so many tries let twenty of them through. */
const maxTries = 24;
const baseMs = 4;
const longestMs = 100;

/** What the next entry follows. */
interface Head {
  seq: number;
  hash: string;
}

/** The audit log over its rows: who loses the race for a `seq` reads what came before and tries the next. */
export function createChainWriter(options: ChainWriterOptions): AuditLog {
  const open = (clientId: string, chain: string) => openChain(clientId, chain, options);
  return {
    open,
    async append(event) {
      const { clientId, chain, ...rest } = parseAuditEvent(event);
      return open(clientId, chain).append(rest);
    },
  };
}

function openChain(
  clientId: string,
  chain: string,
  { rows, clock, random, sleep, release }: ChainWriterOptions,
): AuditChain {
  const partition = tenantSession(clientId, chain);
  let head: Promise<Head> | undefined = isPlace(clientId, chain)
    ? rows.head(partition).then(headOf)
    : undefined;
  // Whoever appends hears of it; nobody may ever do so.
  head?.catch(() => {});
  let last: Promise<unknown> = Promise.resolve();

  async function write(event: AuditEvent): Promise<AuditEntry> {
    head ??= rows.head(partition).then(headOf);
    let before = await head;
    for (let tried = 1; tried <= maxTries; tried += 1) {
      const row = writeAuditRow(event, {
        seq: before.seq + 1,
        at: nowSeconds(clock),
        entryId: newId("e"),
        previousHash: before.hash,
      });
      const entry = readAuditRow(row);
      if (!entry) throw new AuditEventError(["at"]);
      const isWritten = await rows.insert(row);
      if (isWritten) {
        head = Promise.resolve({ seq: entry.seq, hash: entry.hash });
        return entry;
      }
      await sleep(random() * Math.min(longestMs, baseMs * 2 ** tried));
      const since = await Array.fromAsync(rows.read(partition, entry.seq));
      before = headOf(since.at(-1));
      head = Promise.resolve(before);
      // The client's own second try found what its first had written, though no answer came.
      if (since[0]?.entry_id === entry.entryId) return entry;
    }
    throw new AuditDownError();
  }

  async function writeOrSaySo(event: AuditEvent): Promise<AuditEntry> {
    try {
      return await write(event);
    } catch (error) {
      head = undefined;
      if (error instanceof AuditEventError || error instanceof AuditDownError) throw error;
      throw new AuditDownError(error);
    }
  }

  return {
    async append(event: ChainEvent) {
      const parsed = parseAuditEvent({ ...(release && { release }), ...event, clientId, chain });
      const turn = last.then(() => writeOrSaySo(parsed));
      last = turn.catch(() => {});
      return turn;
    },
  };
}

/** @throws AuditDownError when the chain's end is not one that can be gone on from */
function headOf(row: FoundRow | undefined): Head {
  if (!row) return { seq: 0, hash: genesis };
  const { seq, hash } = row;
  if (typeof seq !== "number" || typeof hash !== "string" || !hashForm.test(hash)) throw new AuditDownError();
  return { seq, hash };
}
