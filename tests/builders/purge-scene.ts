import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { keepNote } from "#action-groups/notes/keep-note.ts";
import { createRunningTurns } from "#frontend-bff/turn/running-turns.ts";
import { tenantChain } from "#layer/audit/audit-event.ts";
import type { AuditRow } from "#layer/audit/audit-rows.ts";
import { createMemoryAuditLog } from "#layer/audit/memory-audit-log.ts";
import { nowSeconds } from "#layer/clock.ts";
import type { ConversationStore } from "#layer/conversations/conversation-store.ts";
import { createDynamodbConversationStore } from "#layer/conversations/dynamodb-conversation-store.ts";
import { createMemoryConversationStore } from "#layer/conversations/memory-conversation-store.ts";
import type { Customer } from "#layer/deletion/erasable.ts";
import { type PurgePorts, purgeCustomer } from "#layer/deletion/purge.ts";
import { createDynamodbNoteStore } from "#layer/notes/dynamodb-note-store.ts";
import { createMemoryNoteStore } from "#layer/notes/memory-note-store.ts";
import type { NoteStore } from "#layer/notes/note-store.ts";
import { silentLog } from "#layer/observability/log.ts";
import { createDynamodbRevocationStore } from "#layer/sessions/dynamodb-revocation-store.ts";
import { createDynamodbSessionStore } from "#layer/sessions/dynamodb-session-store.ts";
import { createDynamodbTokenFamilyStore } from "#layer/sessions/dynamodb-token-family-store.ts";
import { createMemoryRevocationStore } from "#layer/sessions/memory-revocation-store.ts";
import { createMemorySessionStore } from "#layer/sessions/memory-session-store.ts";
import { createMemoryTokenFamilyStore } from "#layer/sessions/memory-token-family-store.ts";
import { isRevoked } from "#layer/sessions/revocation-marks.ts";
import type { RevocationStore } from "#layer/sessions/revocation-store.ts";
import { newId } from "#layer/sessions/session-ids.ts";
import type { SessionStore } from "#layer/sessions/session-store.ts";
import type { TokenFamilyStore } from "#layer/sessions/token-family-store.ts";
import { askedConfirmation } from "./bff.ts";
import { settableClock } from "./clock.ts";
import { testSubject } from "./session.ts";

export interface PurgeStores {
  sessions: SessionStore;
  families: TokenFamilyStore;
  revocations: RevocationStore;
  conversations: ConversationStore;
  notes: NoteStore;
}

export const maya: Customer = { clientId: "EASTHOME", customerId: "1001" };
/** The same customer id in another tenant. */
export const stranger: Customer = { clientId: "WESTHOME", customerId: "1001" };
export const neighbour: Customer = { clientId: "EASTHOME", customerId: "1002" };

export const purgeClock = () => settableClock();

export function memoryStores(clock: ReturnType<typeof settableClock>): PurgeStores {
  return {
    sessions: createMemorySessionStore({ clock }),
    families: createMemoryTokenFamilyStore({ clock }),
    revocations: createMemoryRevocationStore({ clock }),
    conversations: createMemoryConversationStore({ clock }),
    notes: createMemoryNoteStore({ clock }),
  };
}

/** The same on the tables of the environment `dev`. */
export function dynamodbStores(
  documents: DynamoDBDocumentClient,
  clock: ReturnType<typeof settableClock>,
): PurgeStores {
  const tokens = { documents, tableName: "session-tokens-dev", clock };
  return {
    sessions: createDynamodbSessionStore({ documents, tableName: "bedrock-sessions-dev", clock }),
    families: createDynamodbTokenFamilyStore(tokens),
    revocations: createDynamodbRevocationStore(tokens),
    conversations: createDynamodbConversationStore({
      documents,
      tableNames: { summaries: "conversation-summaries-dev", messages: "recent-messages-dev" },
      clock,
    }),
    notes: createDynamodbNoteStore({
      documents,
      tableName: "project-notes-dev",
      clock,
      newId: () => newId("n"),
    }),
  };
}

/** A deletion's surroundings on these stores: audit rows on record, an agent back end that notes whom it forgot. */
export function purgeScene(
  clock: ReturnType<typeof settableClock>,
  stores: PurgeStores,
  overrides: Partial<PurgePorts> = {},
) {
  const audited: AuditRow[] = [];
  const forgotten: string[] = [];
  const turns = createRunningTurns({ clock, turnLimitMs: 120_000 });
  const ports: PurgePorts = {
    ...stores,
    audit: createMemoryAuditLog({ clock, stored: audited }),
    endAgentSession: async (agentSessionId) => {
      forgotten.push(agentSessionId);
      return true;
    },
    stopTurns: (customer, limitMs) => turns.stop(customer, limitMs),
    settle: async () => {},
    newId,
    clock,
    log: silentLog,
    ...overrides,
  };
  return {
    audited,
    forgotten,
    turns,
    ports,
    purge: (customer: Customer) =>
      purgeCustomer(
        { ...customer, subject: subjectFor(customer), audit: { chain: tenantChain, actor: "operator" } },
        ports,
      ),
  };
}

export const subjectFor = ({ clientId, customerId }: Customer) => testSubject(clientId, customerId);

/** As `POST /api/session` does it, without tokens: taken back and made anew when a revocation falls into it. */
export async function signIn(
  stores: PurgeStores,
  clock: ReturnType<typeof settableClock>,
  customer: Customer,
  sessionId: string,
): Promise<{ sessionId: string; conversationId: string } | undefined> {
  const { clientId, customerId } = customer;
  const subject = subjectFor(customer);
  for (let tries = 0; tries < 3; tries += 1) {
    const [marks, conversation] = await Promise.all([
      stores.revocations.read(clientId, subject),
      stores.conversations.open(customer, newId("c")),
    ]);
    const { conversationId } = conversation;
    const absoluteEnd = nowSeconds(clock) + 8 * 3600;
    const ids = { sessionId: `${sessionId}_${tries}`, clientId, customerId };
    await Promise.all([
      stores.sessions.create({
        ...ids,
        subject,
        marks,
        conversationId,
        agentSessionId: `a_${ids.sessionId}`,
        sealedBearer: "sealed",
        absoluteEnd,
      }),
      stores.families.create({ ...ids, head: "h1", rotatedAtMs: clock.nowMs(), absoluteEnd }),
    ]);
    if (!isRevoked(marks, await stores.revocations.read(clientId, subject))) {
      return { sessionId: ids.sessionId, conversationId };
    }
    await Promise.all([
      stores.sessions.remove(ids.sessionId),
      stores.families.remove(ids.sessionId, clientId),
    ]);
  }
  return undefined;
}

/** What a turn writes, in its order, until it is stopped or finds its session or conversation gone. */
export async function writeTurn(
  stores: PurgeStores,
  clock: ReturnType<typeof settableClock>,
  customer: Customer,
  { sessionId, conversationId, signal }: { sessionId: string; conversationId: string; signal?: AbortSignal },
): Promise<void> {
  const { sessions, conversations } = stores;
  const said = (role: "user" | "assistant", text: string) =>
    conversations.append(customer, conversationId, { role, text, messageId: newId("m") });
  if ((await sessions.touch(sessionId)) === undefined) return;
  if (!(await said("user", "Please book my flooring."))) return;
  if (!signal?.aborted) {
    await sessions.keepOffer(sessionId, "1", { requestId: 7, dates: ["2026-12-01"], times: {} });
    await conversations.learn(customer, conversationId, { intent: "book", project_id: "1" });
    await sessions.askConfirmation(sessionId, askedConfirmation());
    await keepNote(
      stores,
      { sessionId, ...customer },
      { id: "1", number: "1-1" },
      { text: "A dog.", addedAt: nowSeconds(clock) },
    );
  }
  await said("assistant", "Shall I book it?");
}

/** Everything of a customer that the stores show or hide, by consistent reads of all ids that there ever were. */
export async function leftOf(
  { sessions, families, conversations, notes }: PurgeStores,
  customer: Customer,
  ever: { sessions?: readonly string[]; conversations?: readonly string[] } = {},
) {
  const { clientId, customerId } = customer;
  const listed = await Array.fromAsync(families.listSessions(clientId, customerId));
  const ids = new Set([...(ever.sessions ?? []), ...listed.map(({ sessionId }) => sessionId)]);
  const rows = await Promise.all(
    [...ids].map(async (id) => ({
      id,
      session: await sessions.exists(id),
      family: await families.exists(id, clientId),
    })),
  );
  const conversationIds = await conversations.list(customer);
  const everConversations = new Set([...(ever.conversations ?? []), ...conversationIds]);
  const counts = await Promise.all([...everConversations].map((id) => conversations.count(customer, id)));
  return {
    sessions: rows.filter(({ session }) => session).map(({ id }) => id),
    families: rows.filter(({ family }) => family).map(({ id }) => id),
    conversations: conversationIds,
    items: counts.reduce((sum, count) => sum + count, 0),
    notes: await notes.listOf(customer),
  };
}

export const nothingLeft = { sessions: [], families: [], conversations: [], items: 0, notes: [] };
