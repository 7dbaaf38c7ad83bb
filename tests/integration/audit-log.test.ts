import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, describe, expect, it } from "vitest";
import { sessionChain, tenantChain } from "#layer/audit/audit-event.ts";
import type { AuditLog } from "#layer/audit/audit-log.ts";
import { tenantDay, tenantSession } from "#layer/audit/audit-row.ts";
import type { AuditRow, AuditRows } from "#layer/audit/audit-rows.ts";
import { createDynamodbAuditLog } from "#layer/audit/dynamodb-audit-log.ts";
import { createDynamodbAuditRows } from "#layer/audit/dynamodb-audit-rows.ts";
import { createMemoryAuditLog } from "#layer/audit/memory-audit-log.ts";
import { createMemoryAuditRows } from "#layer/audit/memory-audit-rows.ts";
import { sealDays } from "#layer/audit/seal-days.ts";
import { verifyDays } from "#layer/audit/verify-days.ts";
import { newSessionId } from "#layer/sessions/session-ids.ts";
import { bookingIntent, bookingOutcome, fullEvent, signIn, threeDays } from "#tests/builders/audit.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { startMoto } from "#tests/builders/moto.ts";

const tableName = "audit-log-dev";
const dynalite = await startTestDynamodb();
const moto = await startMoto();
afterAll(() => Promise.all([dynalite.close(), moto?.close()]));

const clock = settableClock("2025-01-10T12:00:00Z");

interface Store {
  audit: AuditLog;
  rows: AuditRows;
  /** What nobody is allowed to do. */
  put(row: AuditRow): Promise<unknown>;
  remove(partition: string, seq: number): Promise<unknown>;
}

function inMemory(): Store {
  const stored: AuditRow[] = [];
  const without = (partition: string, seq: number) => {
    const index = stored.findIndex((row) => row.tenant_session === partition && row.seq === seq);
    if (index >= 0) stored.splice(index, 1);
  };
  return {
    audit: createMemoryAuditLog({ clock, stored }),
    rows: createMemoryAuditRows(stored),
    put: async (row) => {
      without(String(row.tenant_session), Number(row.seq));
      stored.push(row);
    },
    remove: async (partition, seq) => without(partition, seq),
  };
}

function inTable({ documents }: Pick<typeof dynalite, "documents">): Store {
  return {
    audit: createDynamodbAuditLog({ documents, tableName, clock }),
    rows: createDynamodbAuditRows({ documents, tableName }),
    put: (row) => documents.send(new PutCommand({ TableName: tableName, Item: row })),
    remove: (partition, seq) =>
      documents.send(new DeleteCommand({ TableName: tableName, Key: { tenant_session: partition, seq } })),
  };
}

const adapters: [string, () => Store][] = [
  ["memory", inMemory],
  ["dynamodb", () => inTable(dynalite)],
  ...(moto ? [["moto", () => inTable(moto)] as [string, () => Store]] : []),
];

describe.each(adapters)("the %s audit log", (_, open) => {
  const freshChain = () => sessionChain(newSessionId());
  const rowsOf = ({ rows }: Store, chain: string, clientId = "FLOORCO") =>
    Array.fromAsync(rows.read(tenantSession(clientId, chain)));

  it("keeps what was appended, in order, each linked to the one before", async () => {
    const store = open();
    const chain = freshChain();
    const writer = store.audit.open("FLOORCO", chain);

    const { seq } = await writer.append(bookingIntent);
    const outcome = await writer.append(bookingOutcome(seq));

    const rows = await rowsOf(store, chain);
    expect(rows).toMatchObject([
      { seq: 1, phase: "intent", previous_hash: "genesis", client_id: "FLOORCO", chain },
      { seq: 2, phase: "outcome", intent_seq: 1, hash: outcome.hash, at: clock.nowMs() / 1000 },
    ]);
    expect(rows[1]?.previous_hash).toBe(rows[0]?.hash);
    expect(rows.some((row) => "ttl" in row)).toBe(false);
  });

  it("goes on where another writer of the chain has ended", async () => {
    const { audit } = open();
    const chain = freshChain();

    const seqs = [];
    for (let index = 0; index < 3; index += 1) {
      seqs.push((await audit.append({ ...fullEvent, chain })).seq);
    }

    expect(seqs).toEqual([1, 2, 3]);
  });

  it("neither forks nor loses an entry when twelve write to one chain at once", async () => {
    const store = open();
    const chain = freshChain();
    const writers = Array.from({ length: 12 }, () => store.audit.open("RACECO", chain));

    const entries = await Promise.all(
      writers.map(async (writer) => {
        const intent = await writer.append(bookingIntent);
        return [intent, await writer.append(bookingOutcome(intent.seq))];
      }),
    );

    const rows = await rowsOf(store, chain, "RACECO");
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 24 }, (__, index) => index + 1));
    expect(new Set(entries.flat().map(({ entryId }) => entryId))).toEqual(
      new Set(rows.map(({ entry_id }) => entry_id)),
    );
    const { findings, pending } = await verifyDays({ ...store, clock }, "RACECO", "2025-01-10", "2025-01-10");
    expect({ findings, pending }).toEqual({ findings: [], pending: 0 });
  });

  it("keeps apart what two tenants do in a chain of one name", async () => {
    const store = open();

    await store.audit.open("FLOORCO", tenantChain).append(signIn);
    const theirs = await store.audit.open("ROOFCO", tenantChain).append(signIn);

    expect(theirs).toMatchObject({ seq: 1, clientId: "ROOFCO", previousHash: "genesis" });
  });

  it("never writes over a row", async () => {
    const store = open();
    const chain = freshChain();
    await store.audit.append({ ...fullEvent, chain });
    const [row] = await rowsOf(store, chain);

    const isWritten = await store.rows.insert({ ...(row as AuditRow), action: "add_note" });

    expect(isWritten).toBe(false);
    expect(await rowsOf(store, chain)).toEqual([row]);
  });

  it("reads a stretch of a chain, and nothing of one that is not there", async () => {
    const store = open();
    const chain = freshChain();
    const writer = store.audit.open("FLOORCO", chain);
    for (let index = 0; index < 5; index += 1) await writer.append(signIn);
    const partition = tenantSession("FLOORCO", chain);

    const stretch = await Array.fromAsync(store.rows.read(partition, 2, 4));

    expect(stretch.map(({ seq }) => seq)).toEqual([2, 3, 4]);
    expect(await store.rows.head(partition)).toMatchObject({ seq: 5 });
    expect(await store.rows.head(tenantSession("FLOORCO", freshChain()))).toBeUndefined();
    expect(await rowsOf(store, freshChain())).toEqual([]);
  });

  it("finds a tenant's entries of a day, by chain and number past nine", async () => {
    const store = open();
    clock.set("2025-02-01T23:59:59Z");
    const chains = [freshChain(), freshChain()].sort();
    for (const chain of chains) {
      const writer = store.audit.open("DECKCO", chain);
      for (let index = 0; index < 11; index += 1) await writer.append(signIn);
    }
    clock.set("2025-02-02T00:00:00Z");
    await store.audit.open("DECKCO", chains[0] ?? "").append(signIn);
    clock.set("2025-01-10T12:00:00Z");

    const keys = await Array.fromAsync(store.rows.ofDay(tenantDay("DECKCO", "2025-02-01")));

    expect(keys).toEqual(
      chains.flatMap((chain) =>
        Array.from({ length: 11 }, (__, index) => ({
          tenantSession: tenantSession("DECKCO", chain),
          seq: index + 1,
        })),
      ),
    );
    expect(await Array.fromAsync(store.rows.ofDay(tenantDay("DECKCO", "2025-02-02")))).toHaveLength(1);
  });

  it("is sealed and verified, and shows what was changed, cut off or put in between", async () => {
    const store = open();
    await threeDays(
      {
        append: store.audit.append,
        open: (clientId, chain) => store.audit.open(clientId === "FLOORCO" ? "SIDECO" : clientId, chain),
      },
      clock,
    );
    const tools = { ...store, clock };
    const verify = () => verifyDays(tools, "SIDECO", "2025-01-10", "2025-01-13");
    await sealDays(tools, "SIDECO", "2025-01-10", "2025-01-13");
    const clean = await verify();
    const [first] = await Array.fromAsync(store.rows.ofDay(tenantDay("SIDECO", "2025-01-10")));
    const partition = first?.tenantSession ?? "";
    const rows = (await Array.fromAsync(store.rows.read(partition))) as AuditRow[];
    const [second, last] = [rows[1] as AuditRow, rows.at(-1) as AuditRow];

    await store.put({ ...second, outcome: "failed" });
    const changed = await verify();
    await store.put(second);
    await store.remove(partition, Number(last.seq));
    const cut = await verify();
    await store.put(last);

    expect(clean).toMatchObject({ chains: 2, entries: 12, seals: 4, findings: [] });
    expect(changed.findings).toMatchObject([{ kind: "wrong_hash", seq: 2 }]);
    expect(cut.findings).toContainEqual({ kind: "seal_mismatch", day: "2025-01-13" });
    expect(await verify()).toEqual(clean);
    clock.set("2025-01-10T12:00:00Z");
  });
});

describe("the dynamodb audit log", () => {
  it("costs a query and a put for the first entry of a call, and one put for the next", async () => {
    const sent: string[] = [];
    const documents = {
      send: (command: { constructor: { name: string } }) => {
        sent.push(command.constructor.name);
        return dynalite.documents.send(command as never);
      },
    } as unknown as typeof dynalite.documents;
    const chain = createDynamodbAuditLog({ documents, tableName, clock }).open(
      "FLOORCO",
      sessionChain(newSessionId()),
    );

    const { seq } = await chain.append(bookingIntent);
    await chain.append(bookingOutcome(seq));

    expect(sent).toEqual(["QueryCommand", "PutCommand", "PutCommand"]);
  });

  it("says that it is down when the table is not there", async () => {
    const audit = createDynamodbAuditLog({ documents: dynalite.documents, tableName: "audit-log-qa", clock });

    await expect(audit.append(fullEvent)).rejects.toMatchObject({ code: "audit_down" });
  });
});
