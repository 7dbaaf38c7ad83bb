import type { RevokeOptions } from "./revoke-options.ts";
import { findSession, type RevokeTarget, type RevokeTools, revokeSessions } from "./revoke-sessions.ts";
import { sessionHash } from "./session-ids.ts";
import type { SessionStore } from "./session-store.ts";
import type { TokenFamilyStore } from "./token-family-store.ts";

export interface CommandTools extends RevokeTools {
  sessions: Pick<SessionStore, "get" | "end">;
  families: Pick<TokenFamilyStore, "listSessions" | "revoke" | "get">;
  write: (text: string) => void;
  /** Undefined where nobody sits at a terminal. */
  ask: ((question: string) => Promise<string>) | undefined;
}

/** One line of `list`; the session by its hash, nobody by name. */
export interface ListedSession {
  session: string;
  state: "live" | "over" | "revoked";
  requests: number;
  /** Epoch seconds. */
  lastUsedAt: number;
  endsAt: number;
}

/** `list`: exit code 0. */
export async function runList(
  { tenant, customer, json }: Pick<RevokeOptions, "tenant" | "customer" | "json">,
  { sessions, families, write }: CommandTools,
): Promise<number> {
  const listed: ListedSession[] = [];
  for await (const { sessionId } of families.listSessions(tenant, customer)) {
    const [family, session] = await Promise.all([families.get(sessionId, tenant), sessions.get(sessionId)]);
    if (!family) continue;
    const isOver = session === undefined;
    listed.push({
      session: sessionHash(sessionId),
      state: family.revokedAt !== undefined ? "revoked" : isOver ? "over" : "live",
      requests: family.requestCount,
      lastUsedAt: family.lastUsedAt,
      endsAt: session?.expiresAt ?? family.absoluteEnd,
    });
  }
  listed.sort((one, other) => other.lastUsedAt - one.lastUsedAt);
  if (json) write(`${JSON.stringify({ sessions: listed })}\n`);
  else write(listed.length === 0 ? "No sessions.\n" : table(listed));
  return 0;
}

/** `revoke`: exit code 0 when it is done, 1 when there is no such session or nobody said yes. */
export async function runRevoke(
  options: Pick<RevokeOptions, "tenant" | "customer" | "session" | "json" | "yes">,
  tools: CommandTools,
): Promise<number> {
  const { tenant: clientId, customer, session, json, yes } = options;
  const target: RevokeTarget | undefined =
    session !== undefined
      ? await findSession(clientId, session, tools)
      : customer !== undefined
        ? { kind: "customer", clientId, customerId: customer }
        : { kind: "tenant", clientId };
  if (!target) {
    tools.write(json ? `${JSON.stringify({ error: "not_found" })}\n` : "There is no such session.\n");
    return 1;
  }
  if (target.kind === "tenant" && !yes && !(await isAgreed(clientId, json ? undefined : tools.ask))) {
    tools.write(json ? `${JSON.stringify({ error: "not_confirmed" })}\n` : "Nothing was revoked.\n");
    return 1;
  }
  const counts = await revokeSessions(target, tools);
  tools.write(
    json
      ? `${JSON.stringify(counts)}\n`
      : `${counts.isMarked ? "Everything begun before now is signed out. " : ""}Sessions ended: ${counts.sessions}. Refresh tokens revoked: ${counts.families}.\n`,
  );
  return 0;
}

async function isAgreed(clientId: string, ask: CommandTools["ask"]): Promise<boolean> {
  if (!ask) return false;
  const answer = await ask(`Sign out every customer of ${clientId}? Type the tenant's id to go on: `);
  return answer.trim() === clientId;
}

function table(listed: readonly ListedSession[]): string {
  const rows = listed.map(({ session, state, requests, lastUsedAt, endsAt }) => [
    session,
    state,
    String(requests),
    iso(lastUsedAt),
    iso(endsAt),
  ]);
  const lines = [["session", "state", "requests", "last used", "ends"], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...lines.map((line) => (line[column] ?? "").length)),
  );
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}
