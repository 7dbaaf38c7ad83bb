import type { AgentBackend, AgentEvent, AgentTurn } from "#frontend-bff/agent-backend/agent-backend.ts";
import { createApp } from "#frontend-bff/app.ts";
import type { BffDependencies } from "#frontend-bff/dependencies.ts";
import { unlimited } from "#frontend-bff/limits/rate-limits.ts";
import type { SignedIn } from "#frontend-bff/session/signed-in.ts";
import { createMemoryAuditLog } from "#layer/audit/memory-audit-log.ts";
import type { BearerVerifier } from "#layer/auth/bearer-verifier.ts";
import { subjectsOf } from "#layer/auth/subject.ts";
import { nowSeconds } from "#layer/clock.ts";
import { createMemoryConversationStore } from "#layer/conversations/memory-conversation-store.ts";
import { type PendingConfirmation, pendingConfirmation } from "#layer/domain/confirmation.ts";
import { type Tenant, tenant } from "#layer/domain/tenant.ts";
import { createMemoryNoteStore } from "#layer/notes/memory-note-store.ts";
import type { Log, LogFields } from "#layer/observability/log.ts";
import { createMemoryCounters } from "#layer/observability/memory-counters.ts";
import { createMemoryRevocationStore } from "#layer/sessions/memory-revocation-store.ts";
import { createMemorySessionStore } from "#layer/sessions/memory-session-store.ts";
import { createMemoryTokenFamilyStore } from "#layer/sessions/memory-token-family-store.ts";
import { newId, newSessionId } from "#layer/sessions/session-ids.ts";
import { createMemoryTenantDirectory } from "#layer/tenants/memory-tenant-directory.ts";
import { settableClock } from "./clock.ts";
import { testKeyRing } from "./key-rings.ts";

export const east: Tenant = tenant.parse({
  client_id: "EASTHOME",
  client_name: "east-home",
  public_key: "pk_east_home",
  display_name: "East Home",
  time_zone: "America/New_York",
  support_phone: "(212) 555-0140",
  support_email: "office@east-home.example.com",
  support_hours: "Monday to Friday 8 AM to 6 PM",
});
export const west: Tenant = tenant.parse({
  client_id: "WESTHOME",
  client_name: "west-home",
  public_key: "pk_west_home",
  display_name: "West Home",
  time_zone: "America/Los_Angeles",
});

/** What the agent does in a turn: events, or a function of the turn that makes them. */
export type Script = readonly AgentEvent[] | ((turn: AgentTurn) => AsyncIterable<AgentEvent>);

export const answering = (...texts: string[]): AgentEvent[] => [
  ...texts.map((text): AgentEvent => ({ type: "text-delta", text })),
  { type: "completed" },
];

/** A back end that plays one script a turn, the last one ever after, and keeps the turns it was given and whom it forgot. */
export function scriptedBackend(
  ...scripts: [Script, ...Script[]]
): AgentBackend & { turns: AgentTurn[]; forgotten: string[] } {
  const turns: AgentTurn[] = [];
  const forgotten: string[] = [];
  return {
    turns,
    forgotten,
    async *invoke(turn) {
      const script = scripts[Math.min(turns.length, scripts.length - 1)] ?? [];
      turns.push(turn);
      yield* typeof script === "function" ? script(turn) : script;
    },
    async end(agentSessionId) {
      forgotten.push(agentSessionId);
      return true;
    },
  };
}

/** Takes `bearer-{client}-{customer}`, for an hour; `bearer-down` finds the issuer down. */
function fakeVerifier(clock: BffDependencies["clock"], lifeSeconds: number): BearerVerifier {
  return {
    async verify(bearer) {
      const [form, clientId, customerId] = bearer.split("-");
      if (clientId === "down") return { outcome: "issuer_down" };
      if (form !== "bearer" || !clientId || !customerId) return { outcome: "refused" };
      return {
        outcome: "verified",
        customer: { clientId, customerId, expiresAt: nowSeconds(clock) + lifeSeconds },
      };
    },
  };
}

export interface TestBffOptions {
  backend?: AgentBackend;
  overrides?: Partial<BffDependencies>;
  bearerLifeSeconds?: number;
}

/** The BFF on memory stores, two tenants and a clock that stands. */
export function testBff({ backend, overrides, bearerLifeSeconds = 12 * 3600 }: TestBffOptions = {}) {
  const clock = settableClock();
  const logged: { level: string; event: string; fields: LogFields }[] = [];
  const log: Log = (level, event, fields = {}) => logged.push({ level, event, fields });
  const sessions = createMemorySessionStore({ clock });
  const conversations = createMemoryConversationStore({ clock });
  const dependencies: BffDependencies = {
    sessions,
    families: createMemoryTokenFamilyStore({ clock }),
    revocations: createMemoryRevocationStore({ clock }),
    conversations,
    notes: createMemoryNoteStore({ clock }),
    audit: createMemoryAuditLog({ clock }),
    indexLagMs: 0,
    tenants: createMemoryTenantDirectory([east, west]),
    bearerVerifier: fakeVerifier(clock, bearerLifeSeconds),
    tokenRing: testKeyRing("k1"),
    sealRing: testKeyRing("s1"),
    subjectRing: testKeyRing("u1"),
    counters: createMemoryCounters({ log }),
    limits: unlimited,
    agentBackend: backend ?? scriptedBackend(answering("Hello.")),
    clock,
    log,
    newSessionId,
    newId,
    ...overrides,
  };
  const app = createApp(dependencies);

  async function signIn(bearer = "bearer-EASTHOME-1001", body?: unknown) {
    const response = await app.request("/api/session", {
      method: "POST",
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.status !== 200) throw new Error(`sign-in answered ${response.status}`);
    return (await response.json()) as SignedIn;
  }

  return { app, clock, dependencies, sessions, conversations, logged, signIn };
}

export type { SignedIn };

/** Signs a customer out everywhere, as an operator does. */
export async function signOutCustomer(
  { revocations, subjectRing }: Pick<BffDependencies, "revocations" | "subjectRing">,
  clientId: string,
  customerId: string,
): Promise<void> {
  for (const subject of await subjectsOf(subjectRing, clientId, customerId)) {
    await revocations.revoke(clientId, subject);
  }
}

/** The security events that were counted, those that were not left out. */
export function countedEvents({ dependencies }: { dependencies: Pick<BffDependencies, "counters"> }) {
  const events = dependencies.counters.read().find(({ name }) => name === "pf360_security_events_total");
  return Object.fromEntries(
    (events?.values ?? []).filter(({ value }) => value > 0).map(({ labels, value }) => [labels.event, value]),
  );
}

/** A request to the chat as `useChat` makes it. */
export function chatRequest(
  { token, conversation_id }: SignedIn,
  text: string,
  { accept, ...more }: { accept?: string; [field: string]: unknown } = {},
): RequestInit {
  return {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      ...(accept && { accept }),
    },
    body: JSON.stringify({
      id: conversation_id,
      messages: [{ id: "m1", role: "user", parts: [{ type: "text", text }] }],
      trigger: "submit-message",
      ...more,
    }),
  };
}

export function simpleRequest({ token }: SignedIn, body: unknown): RequestInit {
  return {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

/** A question of the Lambda to book one appointment. */
export function askedConfirmation(change: Partial<PendingConfirmation> = {}): PendingConfirmation {
  return pendingConfirmation.parse({
    id: "q_1",
    action: "confirm_appointment",
    arguments_hash: "hash",
    summary: {
      project_id: "90000118",
      project_number: "74356-1",
      category: "Flooring",
      project_type: "Installation",
      date: "2026-11-24",
      date_label: "Tuesday, November 24, 2026",
      time: "13:30:00",
      time_label: "1:30 PM",
      dry_run: false,
    },
    state: "asked",
    expires_at: Date.parse("2026-11-23T15:10:00Z") / 1000,
    ...change,
  });
}
