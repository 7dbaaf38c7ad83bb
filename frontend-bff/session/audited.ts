import type { AuditAction } from "#layer/audit/audit-event.ts";
import type { AuditChain } from "#layer/audit/audit-log.ts";

/** What is changed, for whom and by which request. */
export interface AuditedChange {
  subject: string;
  action: AuditAction;
  requestId: string;
}

/**
 * Makes a change with its intent written before it and its outcome after it. A change that answers undefined was refused.
 * @throws AuditDownError before the change when the intent cannot be written; after it when its outcome cannot
 */
export async function audited<Result>(
  chain: AuditChain,
  about: AuditedChange,
  change: () => Promise<Result>,
): Promise<Result> {
  const { seq: intentSeq } = await chain.append({ ...about, phase: "intent" });
  const end = (outcome: "ok" | "refused" | "failed") =>
    chain.append({ ...about, phase: "outcome", outcome, intentSeq });
  let result: Result;
  try {
    result = await change();
  } catch (error) {
    // What broke off is the news; that the log is down as well would hide it.
    await end("failed").catch(() => undefined);
    throw error;
  }
  await end(result === undefined ? "refused" : "ok");
  return result;
}
