import type { Clock } from "#layer/clock.ts";
import type { AuditRows } from "./audit-rows.ts";
import { printFinding } from "./finding.ts";
import { daysToSeal, sealDays } from "./seal-days.ts";
import { type Verification, verifyDays } from "./verify-days.ts";

export interface AuditTools {
  rows: AuditRows;
  clock: Clock;
  write: (text: string) => void;
}

type Days = { from: string; to: string };

/** @returns the exit code. Throws what `sealDays` throws. */
export async function runSeal(
  { tenant, days, json }: { tenant: string; days: Days | undefined; json: boolean },
  tools: AuditTools,
): Promise<number> {
  const due = days ?? (await daysToSeal(tools, tenant));
  const sealed = due ? await sealDays(tools, tenant, due.from, due.to) : [];
  if (json) tools.write(`${JSON.stringify({ tenant, days: sealed })}\n`);
  else if (!due) tools.write("Everything is sealed, up to the last day that is over.\n");
  else {
    for (const { day, state, chains, entries, hash } of sealed) {
      const how = state === "sealed" ? "sealed" : "was sealed already";
      tools.write(`${day}  ${how}: ${chains} chains, ${entries} entries, hash ${hash}\n`);
    }
  }
  return 0;
}

/** @returns the exit code: 0 nothing found, 2 findings */
export async function runVerify(
  { tenant, days, json }: { tenant: string; days: Days; json: boolean },
  tools: AuditTools,
): Promise<number> {
  const verification = await verifyDays(tools, tenant, days.from, days.to);
  tools.write(json ? `${JSON.stringify(verification)}\n` : printVerification(verification));
  return verification.findings.length === 0 ? 0 : 2;
}

function printVerification({
  tenant,
  from,
  to,
  chains,
  entries,
  seals,
  pending,
  findings,
}: Verification): string {
  const lines = [
    `${tenant}, ${from} to ${to}: ${chains} chains, ${entries} entries, ${seals} seals.`,
    ...(pending > 0 ? [`${pending} intents are under way.`] : []),
    ...(findings.length === 0 ? ["Nothing found."] : findings.map(printFinding)),
  ];
  return `${lines.join("\n")}\n`;
}
