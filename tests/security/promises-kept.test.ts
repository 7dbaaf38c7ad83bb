import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDynamodbAuditRows } from "#layer/audit/dynamodb-audit-rows.ts";
import { utcDay } from "#layer/audit/utc-day.ts";
import { verifyDays } from "#layer/audit/verify-days.ts";
import { environmentName, portalLabel } from "#layer/config.ts";
import { createDynamodbConversationStore } from "#layer/conversations/dynamodb-conversation-store.ts";
import { portalLink } from "#layer/domain/show-project.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { testBff } from "#tests/builders/bff.ts";
import { type ChatClient, signIn } from "#tests/builders/chat-client.ts";
import { runningClock } from "#tests/builders/clock.ts";
import { documentsOf } from "#tests/builders/dynamodb.ts";
import { startHttpProxy } from "#tests/builders/http-proxy.ts";
import { mondayMorning, type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";
import { readTables } from "#tests/builders/table-reader.ts";

const east = "EASTHOME";
/** A tenant's record is read anew after five seconds: each cost is counted with it. */
const coldSeconds = 6;

const clock = runningClock(mondayMorning);
let database: Awaited<ReturnType<typeof startHttpProxy>>;
let system: RunningSystem;
let direct: ReturnType<typeof documentsOf>;

beforeAll(async () => {
  system = await startRunningSystem({
    clock,
    reach: async (part, url) => {
      if (part !== "dynamodb") return url;
      database = await startHttpProxy(url);
      return database.url;
    },
  });
  direct = documentsOf(system.database.url);
});
afterAll(async () => {
  direct.close();
  await system.close();
  database.close();
});

async function ask(method: string, path: string, token: string, body?: unknown): Promise<Response> {
  const response = await fetch(`${system.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(response.status, `${method} ${path}`).toBeLessThan(300);
  return response;
}

describe("tokens", () => {
  it("have an id each, of which no two are the same", async () => {
    const { app, signIn: enter } = testBff();
    const tokens: string[] = [];
    for (let count = 0; count < 20; count += 1) {
      const { token, manage_token, refresh_token } = await enter();
      const refreshed = await app.request("/api/session/refresh", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ refresh_token }),
      });
      const next = (await refreshed.json()) as { token: string; manage_token: string };
      tokens.push(token, manage_token, next.token, next.manage_token);
    }

    const ids = tokens.map((token) => decodeJwt(token).jti ?? "");

    expect(ids.every((id) => /^t_[\w-]{22}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(tokens.length);
  });
});

describe("a tenant's links", () => {
  it("lead to its own portal, another one in each of the four environments", () => {
    const links = environmentName.options.map((environment) =>
      portalLink("90000118", { tenant: { client_name: "east-home" }, portal: portalLabel(environment) }),
    );

    expect(links).toEqual(
      ["dev", "qa", "staging", "apps"].map(
        (label) => `https://east-home.cx-portal.${label}.projectsforce.com/details/90000118`,
      ),
    );
  });
});

describe("a conversation of two hundred messages, against one of two", () => {
  const more = 200;
  let ofShort: Record<string, number>;
  let ofLong: Record<string, number>;

  beforeAll(async () => {
    const [short, long] = [await signIn(system, "1000101"), await signIn(system, "1000102")];
    for (const customer of [short, long]) await customer.say("Hello.");
    await fill(long, "1000102", more);
    [ofShort, ofLong] = [await costsOf(short), await costsOf(long)];
  });

  it("is read, gone on with and patched by the same number of requests to DynamoDB", () => {
    const { clear: _short, ...short } = ofShort;
    const { clear: _long, ...long } = ofLong;

    expect(Object.keys(short)).toEqual(["get", "older", "patch", "turn"]);
    expect(Object.values(short).every((count) => count > 0)).toBe(true);
    expect(long).toEqual(short);
  });

  it("is cleared by one request for each message more, and one to find every 25 of them", () => {
    expect((ofLong.clear ?? 0) - (ofShort.clear ?? 0)).toBe(more + more / 25);
  });
});

async function fill({ conversationId }: ChatClient, customerId: string, messages: number): Promise<void> {
  const store = createDynamodbConversationStore({
    documents: direct.documents,
    tableNames: {
      summaries: tableName(tables.conversationSummaries, "dev"),
      messages: tableName(tables.recentMessages, "dev"),
    },
    clock,
  });
  const message = { role: "user", text: "Is there anything free on Friday?", messageId: "m_1" } as const;
  for (let said = 0; said < messages; said += 20) {
    await Promise.all(
      Array.from({ length: 20 }, () => store.append({ clientId: east, customerId }, conversationId, message)),
    );
  }
}

/** How many requests each costs, by the customer's own token for managing. */
async function costsOf(customer: ChatClient): Promise<Record<string, number>> {
  const costs: Record<string, number> = {};
  const count = async (name: string, work: () => Promise<unknown>) => {
    clock.advance(coldSeconds);
    const before = database.exchanges.length;
    await work();
    costs[name] = database.exchanges.length - before;
  };
  const { manageToken } = customer;
  const { turn } = (await (await ask("GET", "/api/conversation", manageToken)).json()) as { turn: number };
  await count("get", () => ask("GET", "/api/conversation", manageToken));
  await count("older", () => ask("GET", "/api/conversation?before=2", manageToken));
  await count("patch", () => ask("PATCH", "/api/conversation", manageToken, { turn, last_read_turn: turn }));
  await count("turn", () => customer.say("Hello again."));
  await count("clear", () => ask("DELETE", "/api/conversation", manageToken));
  return costs;
}

describe("the audit log", () => {
  it("has intent and outcome of everything that a customer changes, in chains that verify", async () => {
    const customer = await signIn(system, "1000101");
    await ask("POST", "/api/session/refresh", customer.token, { refresh_token: customer.refreshToken });
    await customer.say("I'd like to schedule my windows installation");
    await customer.say("the second one");
    await customer.say("the first one");
    await customer.click(true);
    await customer.say("please cancel my door installation");
    await customer.click(true);
    await customer.say("Please leave a note on my windows installation: the gate is green");
    await ask("DELETE", "/api/session", (await signIn(system, "1000101")).manageToken);
    await ask("DELETE", "/api/conversation", customer.manageToken);

    const rows = (await readTables(system.database.url)).get(tables.auditLog.name) ?? [];
    const intents = rows.filter(({ phase }) => phase === "intent");
    const outcomes = rows.filter(({ phase }) => phase === "outcome");
    expect(new Set(intents.map(({ action }) => action))).toEqual(
      new Set([
        ...["session_create", "session_refresh", "session_revoke", "conversation_purge"],
        ...["confirm_appointment", "cancel_appointment", "add_note"],
      ]),
    );
    for (const { tenant_session, seq, action } of intents) {
      expect(outcomes).toContainEqual(
        expect.objectContaining({ tenant_session, intent_seq: seq, action, outcome: "ok" }),
      );
    }
    const today = utcDay(clock.nowMs() / 1000);
    const audit = createDynamodbAuditRows({
      documents: direct.documents,
      tableName: tableName(tables.auditLog, "dev"),
    });
    const verified = await verifyDays({ rows: audit, clock }, east, today, today);
    expect(verified).toMatchObject({ entries: rows.length, pending: 0, findings: [] });
  });

  it("is the one table with customers' doings that nothing is ever deleted from", () => {
    const kept = Object.values(tables).filter((table) => !("ttl" in table));

    expect(kept.map(({ name }) => name).sort()).toEqual(["agent-releases", "audit-log", "tenants"]);
  });
});
