import type { AuditEntry } from "./audit-log.ts";
import { chainOf, genesis, hashOfRow, readAuditRow } from "./audit-row.ts";
import type { FoundRow } from "./audit-rows.ts";
import type { Finding, FindingKind } from "./finding.ts";

/** Two machines' clocks may be five minutes off, in opposite directions. */
const clockSkewSeconds = 600;

export interface CheckedChain {
  /** The rows that could be read, in order. */
  entries: AuditEntry[];
  /** Intents without an outcome so far. */
  open: AuditEntry[];
  findings: Finding[];
}

/** Recomputes a whole chain from its rows, first to last: forms, hashes, links, numbers, order in time, pairs. */
export function checkChain(clientId: string, partition: string, rows: readonly FoundRow[]): CheckedChain {
  const chain = chainOf(clientId, partition);
  const findings: Finding[] = [];
  const entries: AuditEntry[] = [];
  const open = new Map<number, AuditEntry>();
  const settled = new Set<number>();
  let before: { seq: number; hash: string; at: number } = { seq: 0, hash: genesis, at: 0 };

  for (const row of rows) {
    const seq = typeof row.seq === "number" ? row.seq : before.seq + 1;
    const find = (kind: FindingKind) => findings.push({ kind, seq, ...(chain !== undefined && { chain }) });
    const entry = readAuditRow(row);
    if (!entry) {
      find("malformed");
      before = { seq, hash: String(row.hash), at: before.at };
      continue;
    }
    if (hashOfRow(row) !== entry.hash) find("wrong_hash");
    if (entry.seq !== before.seq + 1) find("missing_entry");
    if (entry.previousHash !== before.hash) find("broken_link");
    if (entry.at < before.at - clockSkewSeconds) find("clock_ran_back");
    const unpaired = pair(entry, open, settled);
    if (unpaired) find(unpaired);
    entries.push(entry);
    before = entry;
  }
  return { entries, open: [...open.values()], findings };
}

/** Opens an intent, or closes the one that an outcome names: of the same action and project, and not closed before. */
function pair(
  entry: AuditEntry,
  open: Map<number, AuditEntry>,
  settled: Set<number>,
): "outcome_without_intent" | "second_outcome" | undefined {
  if (entry.phase === "intent") open.set(entry.seq, entry);
  if (entry.phase !== "outcome") return undefined;
  if (settled.has(entry.intentSeq)) return "second_outcome";
  const intent = open.get(entry.intentSeq);
  if (intent?.action !== entry.action || intent.projectId !== entry.projectId)
    return "outcome_without_intent";
  open.delete(entry.intentSeq);
  settled.add(entry.intentSeq);
  return undefined;
}
