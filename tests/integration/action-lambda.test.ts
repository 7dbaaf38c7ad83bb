import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Environment } from "#action-groups/entry.ts";
import { createHandler as createInformation } from "#action-groups/information/handler.ts";
import { createHandler as createNotes } from "#action-groups/notes/handler.ts";
import { createHandler as createScheduling } from "#action-groups/scheduling/handler.ts";
import { fixedKeyRing, parseKeyRing } from "#layer/auth/key-ring.ts";
import { sealBearer } from "#layer/auth/seal.ts";
import { wallClock } from "#layer/clock.ts";
import type { ActionReply } from "#layer/domain/outcomes.ts";
import { silentLog } from "#layer/observability/log.ts";
import { createDynamodbSessionStore } from "#layer/sessions/dynamodb-session-store.ts";
import { newSessionId } from "#layer/sessions/session-ids.ts";
import { startEmbeddedDynamodb } from "#local/dynamodb/embedded-dynamodb.ts";
import { seedTenants } from "#local/tenants.ts";
import { documentsOf } from "#tests/builders/dynamodb.ts";
import { newSession } from "#tests/builders/session.ts";

const handlers = { createScheduling, createInformation, createNotes };
const sealKeys = JSON.stringify({ current: "k1", keys: { k1: randomBytes(32).toString("base64url") } });
const context = { getRemainingTimeInMillis: () => 30_000 };
const sessionId = newSessionId();
let dev: Awaited<ReturnType<typeof startEmbeddedDynamodb>>;
let prod: Awaited<ReturnType<typeof startEmbeddedDynamodb>>;

/** A database of that environment with the sample tenants and one signed-in customer. */
async function startDatabase(name: "dev" | "prod") {
  const database = await startEmbeddedDynamodb({ port: 0, environment: name });
  await seedTenants(database.url, name);
  const { documents, close } = documentsOf(database.url);
  const sealRing = fixedKeyRing(parseKeyRing("SESSION_SEAL_KEYS", sealKeys));
  await createDynamodbSessionStore({
    documents,
    tableName: `bedrock-sessions-${name}`,
    clock: wallClock,
  }).create(
    newSession({
      sessionId,
      clientId: "EASTHOME",
      customerId: "1000101",
      sealedBearer: await sealBearer(sealRing, sessionId, "bearer"),
      absoluteEnd: Math.floor(wallClock.nowMs() / 1000) + 3600,
    }),
  );
  close();
  return database;
}

function environment(overrides: Environment = {}): Environment {
  return {
    ENVIRONMENT: "dev",
    USE_REAL_API: "false",
    CONFIRM_SCHEDULE_FLAG: "1",
    CANCEL_SCHEDULE_FLAG: "1",
    DYNAMODB_SESSION_TABLE: "bedrock-sessions-dev",
    SESSION_SEAL_KEYS: sealKeys,
    AWS_REGION: "us-east-1",
    AWS_ENDPOINT_URL_DYNAMODB: dev.url,
    ...overrides,
  };
}

function event(action: string, parameters: Record<string, string> = {}, group = "scheduling-actions") {
  return {
    messageVersion: "1.0",
    actionGroup: group,
    apiPath: `/${action}`,
    httpMethod: "POST",
    parameters: Object.entries(parameters).map(([name, value]) => ({ name, type: "string", value })),
    sessionAttributes: { session_id: sessionId, kept: "as it is" },
    promptSessionAttributes: {},
  };
}

function readReply(response: unknown): {
  status: number;
  reply: ActionReply;
  attributes: Record<string, string>;
} {
  const { response: inner, sessionAttributes } = response as {
    response: { httpStatusCode: number; responseBody: { "application/json": { body: string } } };
    sessionAttributes: Record<string, string>;
  };
  const reply = JSON.parse(inner.responseBody["application/json"].body) as ActionReply;
  return { status: inner.httpStatusCode, reply, attributes: sessionAttributes };
}

beforeAll(async () => {
  [dev, prod] = await Promise.all([startDatabase("dev"), startDatabase("prod")]);
});
afterAll(() => Promise.all([dev.close(), prod.close()]));

describe("an action group's Lambda", () => {
  it("answers from its own sample data with USE_REAL_API=false, and passes session attributes through", async () => {
    const handler = await createScheduling(environment(), { log: silentLog });

    const { status, reply, attributes } = readReply(await handler(event("list_projects"), context));

    expect({ status, outcome: reply.outcome }).toEqual({ status: 200, outcome: "ok" });
    expect(attributes).toEqual({ session_id: sessionId, kept: "as it is" });
  });

  it("answers an unknown path with not_found and bad input with the field to ask for", async () => {
    const handler = await createScheduling(environment(), { log: silentLog });

    const unknown = readReply(await handler(event("list_everything"), context));
    const bad = readReply(await handler(event("get_time_slots", { project_id: "1" }), context));

    expect(unknown).toMatchObject({ status: 404, reply: { outcome: "not_found" } });
    expect(bad).toMatchObject({
      status: 400,
      reply: { outcome: "ask_user", field: "date", reason: "missing" },
    });
  });

  it("refuses an event that is not an OpenAPI group's", async () => {
    const handler = await createScheduling(environment(), { log: silentLog });

    await expect(handler({ function: "list_projects", parameters: [] }, context)).rejects.toThrow(TypeError);
  });

  it("answers bug, and nothing of the cause, when its table is gone", async () => {
    const handler = await createScheduling(environment({ DYNAMODB_SESSION_TABLE: "no-such-table" }), {
      log: silentLog,
    });

    const { status, reply } = readReply(await handler(event("list_projects"), context));

    expect({ status, outcome: reply.outcome }).toEqual({ status: 500, outcome: "bug" });
    expect(JSON.stringify(reply)).not.toMatch(/table|dynamo|resource/i);
  });

  it("answers unavailable in prod when the real API is switched off, in every group", async () => {
    const production = environment({
      ENVIRONMENT: "prod",
      DYNAMODB_SESSION_TABLE: "bedrock-sessions-prod",
      AWS_ENDPOINT_URL_DYNAMODB: prod.url,
    });

    const answers = await Promise.all([
      createScheduling(production, { log: silentLog }).then((handler) =>
        handler(event("list_projects"), context),
      ),
      createInformation(production, { log: silentLog }).then((handler) =>
        handler(event("list_all_projects"), context),
      ),
      createNotes(production, { log: silentLog }).then((handler) =>
        handler(event("get_notes", { project_id: "1" }), context),
      ),
    ]);

    expect(answers.map((answer) => readReply(answer).reply)).toEqual(
      answers.map(() =>
        expect.objectContaining({ outcome: "unavailable", result: { office: expect.any(Object) } }),
      ),
    );
  });
});

describe.each(Object.entries(handlers))("%s", (_, createHandler) => {
  it.each([
    "ENVIRONMENT",
    "USE_REAL_API",
    "CONFIRM_SCHEDULE_FLAG",
    "CANCEL_SCHEDULE_FLAG",
    "DYNAMODB_SESSION_TABLE",
    "SESSION_SEAL_KEYS",
  ])("does not start without %s, and names it", async (variable) => {
    await expect(createHandler(environment({ [variable]: undefined }))).rejects.toMatchObject({
      code: "config",
      message: expect.stringContaining(variable),
    });
  });

  it("needs PF360's address while the real API is on", async () => {
    await expect(createHandler(environment({ USE_REAL_API: "true" }))).rejects.toMatchObject({
      message: expect.stringContaining("CUSTOMER_SCHEDULER_BASE_API_URL"),
    });
  });

  it("sends no customer's bearer in clear outside dev", async () => {
    const staging = { ENVIRONMENT: "staging", USE_REAL_API: "true" };
    const url = (text: string) => environment({ ...staging, CUSTOMER_SCHEDULER_BASE_API_URL: text });

    await expect(createHandler(url("http://pf360.example.com"))).rejects.toMatchObject({
      code: "config",
      message: expect.stringContaining("CUSTOMER_SCHEDULER_BASE_API_URL"),
    });
    await expect(createHandler(url("https://pf360.example.com"))).resolves.toBeTypeOf("function");
  });

  it.each([
    ["CUSTOMER_SCHEDULER_BASE_API_URL", "ftp://pf360.example.com"],
    ["CUSTOMER_SCHEDULER_BASE_API_URL", "https://pf360.example.com/?stage=1"],
    ["CUSTOMER_SCHEDULER_BASE_API_URL", "https://user:word@pf360.example.com"],
    ["API_TIMEOUT", "0"],
    ["CONFIRM_SCHEDULE_FLAG", "yes"],
    ["USE_REAL_API", "TRUE"],
    ["ENVIRONMENT", "production"],
    ["API_TIMEOUT", "20s"],
    ["SESSION_SEAL_KEYS", '{"current":"k1","keys":{"k1":"short"}}'],
  ])("refuses %s=%s without showing the value of a key", async (variable, value) => {
    const refusal = await createHandler(environment({ [variable]: value })).then(
      () => undefined,
      (error: Error) => error,
    );

    expect(refusal?.message).toContain(variable);
    expect(refusal?.message).not.toContain('short"');
  });
});
