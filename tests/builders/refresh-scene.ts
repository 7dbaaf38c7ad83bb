import type { AuditRow } from "#layer/audit/audit-rows.ts";
import { createMemoryAuditLog } from "#layer/audit/memory-audit-log.ts";
import { type SignedIn, type TestBffOptions, testBff } from "./bff.ts";
import { settableClock } from "./clock.ts";

/** The BFF with what a page does with its tokens, and its audit rows on record. */
export function refreshScene(options: TestBffOptions = {}) {
  const stored: AuditRow[] = [];
  const audit = createMemoryAuditLog({ clock: settableClock(), stored });
  const bff = testBff({ ...options, overrides: { audit, ...options.overrides } });
  const { app, sessions, dependencies } = bff;

  const post = (body: unknown) =>
    app.request("/api/session/refresh", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  async function refresh(refresh_token: string): Promise<SignedIn> {
    const response = await post({ refresh_token });
    if (response.status !== 200) throw new Error(`refresh answered ${response.status}`);
    return (await response.json()) as SignedIn;
  }
  const statusOf = async (refresh_token: string) => (await post({ refresh_token })).status;
  const manage = async ({ manage_token }: SignedIn) =>
    (await app.request("/api/session", { headers: { authorization: `Bearer ${manage_token}` } })).status;
  const turn = async ({ token }: SignedIn) =>
    (
      await app.request("/api/chat/simple", {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: '{"message":"Hi"}',
      })
    ).status;
  /** What is left of a session that is over: nothing that answers, and no row that is served. */
  async function lifeIn(held: SignedIn, ...refreshTokens: string[]) {
    return {
      statuses: [
        await manage(held),
        await turn(held),
        ...(await Promise.all([held.refresh_token, ...refreshTokens].map(statusOf))),
      ],
      session: await sessions.get(held.session_id),
      revoked: (await dependencies.families.get(held.session_id, "EASTHOME"))?.revokedAt !== undefined,
    };
  }
  const actions = () => stored.map(({ action, phase, outcome }) => [action, phase, outcome]);
  return { ...bff, post, refresh, statusOf, manage, turn, lifeIn, actions };
}
