import { describe, expect, it } from "vitest";
import { AuditDownError } from "#layer/audit/audit-log.ts";
import type { AuditRow, AuditRows } from "#layer/audit/audit-rows.ts";
import { createChainWriter } from "#layer/audit/chain-writer.ts";
import { createMemoryAuditLog } from "#layer/audit/memory-audit-log.ts";
import { createMemoryAuditRows } from "#layer/audit/memory-audit-rows.ts";
import { StoreDownError } from "#layer/errors.ts";
import {
  auditScene,
  bookingIntent,
  bookingOutcome,
  chainA,
  fullEvent,
  signIn,
} from "#tests/builders/audit.ts";
import { settableClock } from "#tests/builders/clock.ts";

/** Rows in memory that count their calls and can be made to fail. */
function watchedRows(change: (rows: AuditRows) => Partial<AuditRows> = () => ({})) {
  const stored: AuditRow[] = [];
  const rows = createMemoryAuditRows(stored);
  const calls: string[] = [];
  const changed = { ...rows, ...change(rows) };
  const waits: number[] = [];
  const watched: AuditRows = {
    ...changed,
    head(partition) {
      calls.push("head");
      return changed.head(partition);
    },
    insert(row) {
      calls.push("insert");
      return changed.insert(row);
    },
  };
  const audit = createChainWriter({
    rows: watched,
    clock: settableClock(),
    random: () => 0.5,
    sleep: async (ms) => void waits.push(ms),
  });
  return { audit, stored, rows, calls, waits };
}

describe("a chain's writer", () => {
  it("links each entry to the one before, an outcome to its intent", async () => {
    const { audit, stored } = auditScene();
    const chain = audit.open("FLOORCO", chainA);

    const first = await chain.append(signIn);
    const intent = await chain.append(bookingIntent);
    const outcome = await chain.append(bookingOutcome(intent.seq));

    expect([first.seq, intent.seq, outcome.seq]).toEqual([1, 2, 3]);
    expect([first.previousHash, intent.previousHash, outcome.previousHash]).toEqual([
      "genesis",
      first.hash,
      intent.hash,
    ]);
    expect(outcome).toMatchObject({ intentSeq: 2, clientId: "FLOORCO", chain: chainA });
    expect(stored.map(({ hash }) => hash)).toEqual([first.hash, intent.hash, outcome.hash]);
  });

  it("loads the head when it is opened, and never again while nobody else writes", async () => {
    const { audit, calls } = watchedRows();

    const chain = audit.open("FLOORCO", chainA);
    expect(calls).toEqual(["head"]);
    const { seq } = await chain.append(bookingIntent);
    await chain.append(bookingOutcome(seq));

    expect(calls).toEqual(["head", "insert", "insert"]);
  });

  it("writes what it is given at once one after another", async () => {
    const { audit, calls, stored } = watchedRows();
    const chain = audit.open("FLOORCO", chainA);

    const entries = await Promise.all(Array.from({ length: 5 }, () => chain.append(signIn)));

    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(calls.filter((call) => call === "insert")).toHaveLength(5);
    expect(stored).toHaveLength(5);
  });

  it("goes on behind another writer, after a wait that is random and grows", async () => {
    const { audit, rows, waits } = watchedRows((inner) => {
      let lost = 0;
      return {
        async insert(row) {
          if (lost >= 3) return inner.insert(row);
          lost += 1;
          await createChainWriter({
            rows,
            clock: settableClock(),
            random: () => 0,
            sleep: async () => {},
          }).append(fullEvent);
          return inner.insert(row);
        },
      };
    });

    const entry = await audit.open("FLOORCO", chainA).append(signIn);

    expect(entry.seq).toBe(4);
    expect(waits).toEqual([4, 8, 16]);
  });

  it("gives up after a bounded number of tries", async () => {
    const { audit, calls, stored } = watchedRows(() => ({ insert: async () => false }));

    await expect(audit.append(fullEvent)).rejects.toThrow(AuditDownError);

    expect(calls.filter((call) => call === "insert")).toHaveLength(24);
    expect(stored).toEqual([]);
  });

  it("knows its own entry again when the client's second try met the first", async () => {
    const { audit, stored } = watchedRows((inner) => ({
      async insert(row) {
        await inner.insert(row);
        return false;
      },
    }));
    const chain = audit.open("FLOORCO", chainA);

    const one = await chain.append(signIn);
    const two = await chain.append(signIn);

    expect([one.seq, two.seq]).toEqual([1, 2]);
    expect(stored).toHaveLength(2);
  });

  it("takes nobody else's equal entry for its own", async () => {
    const { audit, rows, stored } = watchedRows();
    const other = createChainWriter({ rows, clock: settableClock(), random: () => 0, sleep: async () => {} });
    const chains = [audit.open("FLOORCO", chainA), other.open("FLOORCO", chainA)];

    const seqs = await Promise.all(chains.map((chain) => chain.append(signIn)));

    expect(seqs.map(({ seq }) => seq).sort()).toEqual([1, 2]);
    expect(stored).toHaveLength(2);
  });

  it("says that the log is down, whatever of it is, and works again when it is up", async () => {
    let isDown = true;
    const { audit } = watchedRows((inner) => ({
      async head(partition) {
        if (isDown) throw new StoreDownError();
        return inner.head(partition);
      },
    }));
    const chain = audit.open("FLOORCO", chainA);

    await expect(chain.append(signIn)).rejects.toMatchObject({ code: "audit_down" });
    isDown = false;
    expect(await chain.append(signIn)).toMatchObject({ seq: 1 });
  });

  it("reads the head anew after a write whose fate nobody knows", async () => {
    let isLost = true;
    const { audit, stored } = watchedRows((inner) => ({
      async insert(row) {
        const isWritten = await inner.insert(row);
        if (!isLost) return isWritten;
        isLost = false;
        throw new StoreDownError();
      },
    }));
    const chain = audit.open("FLOORCO", chainA);

    await expect(chain.append(bookingIntent)).rejects.toThrow(AuditDownError);
    expect(await chain.append(signIn)).toMatchObject({ seq: 2 });
    expect(stored).toHaveLength(2);
  });

  it("does not go on from an end that is not one of ours", async () => {
    const { audit, stored } = watchedRows(() => ({ head: async () => ({ seq: 3, hash: 5 }) }));

    await expect(audit.append(fullEvent)).rejects.toThrow(AuditDownError);
    expect(stored).toEqual([]);
  });

  it("writes nothing by a clock that counts in another unit", async () => {
    const stored: AuditRow[] = [];
    const audit = createMemoryAuditLog({ clock: { nowMs: () => 5 }, stored });

    await expect(audit.append(fullEvent)).rejects.toMatchObject({ code: "audit_event" });
    expect(stored).toEqual([]);
  });

  it("leaves the chains of a tenant to themselves: one that hangs holds up no other", async () => {
    const never = new Promise<never>(() => {});
    const { audit } = watchedRows((inner) => ({
      insert: (row) => (row.chain === chainA ? never : inner.insert(row)),
    }));
    void audit.open("FLOORCO", chainA).append(signIn);

    expect(await audit.open("FLOORCO", "tenant").append(signIn)).toMatchObject({ seq: 1 });
  });
});
