import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDynamodbAuditRows } from "#layer/audit/dynamodb-audit-rows.ts";
import { exportDays } from "#layer/audit/export-days.ts";
import { utcDay } from "#layer/audit/utc-day.ts";
import { sampleTenants } from "#layer/pf360/sample/tenants.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import type { Model } from "#local/model/model.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { localEnvironment } from "#local/system.ts";
import { startBedrockRecorder } from "#tests/builders/bedrock-recorder.ts";
import { type Answer, type ChatClient, readAnswer, signIn } from "#tests/builders/chat-client.ts";
import { runningClock } from "#tests/builders/clock.ts";
import { documentsOf } from "#tests/builders/dynamodb.ts";
import { echoModel } from "#tests/builders/echo-model.ts";
import { recordingModel } from "#tests/builders/recording-model.ts";
import { mondayMorning, startRunningSystem } from "#tests/builders/running-system.ts";
import { readTables } from "#tests/builders/table-reader.ts";
import { createTraitorModel } from "#tests/builders/traitor-model.ts";
import type { Canary, Swept } from "./sweep.ts";

/** Stands in what PF360 says when it fails: its words reach nobody. */
export const upstreamCanary = "UpstreamStackTrace at scheduler.internal:5432";
/** A customer's own words, which no log line may hold. */
export const wordsCanary = "the spare key is under the third flower pot";

/** The whole system with everything on record that it writes, sends or gives to a model. */
export async function startCanaryScene({ rateLimits = "off" }: { rateLimits?: "off" | "dynamodb" } = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), "pf360-canary-"));
  const scripted = createScriptedModel();
  const parrot = createTraitorModel({ repeats: true });
  const models: Record<"scripted" | "parrot" | "echo", Model> = { scripted, parrot, echo: echoModel };
  let speaking: Model = scripted;
  const model = recordingModel(() => speaking);
  let recorder: Awaited<ReturnType<typeof startBedrockRecorder>> | undefined;
  const clock = runningClock(mondayMorning);
  const system = await startRunningSystem({
    model,
    dataDir,
    clock,
    rateLimits,
    reach: async (part, url) => {
      if (part !== "bedrock") return url;
      recorder = await startBedrockRecorder(url);
      return recorder.url;
    },
  });
  const requestIds = watchRequestIds(system.engine);
  const customers: ChatClient[] = [];
  const answers: Answer[] = [];
  const otherAnswers: Swept[] = [];

  return {
    system,
    model,
    parrot,
    clock,
    requestIds,
    answers,
    invocations: () => recorder?.invocations() ?? [],

    /** The key that the metrics are shown to. */
    operatorKey: () => keysIn(dataDir, "OPERATOR_KEYS")[0] ?? "",

    /** From here on the model says whatever its tools answer (`parrot`) or it was told (`echo`), or plays the scripted one. */
    letSpeak(which: keyof typeof models) {
      speaking = models[which];
    },

    async signIn(customerId: string) {
      const customer = await signIn(system, customerId);
      customers.push(customer);
      return {
        ...customer,
        async say(text: string, more?: object) {
          const answer = await customer.send(text, more);
          answers.push(answer);
          return answer;
        },
      };
    },

    /** Any other request of a browser, its answer on record. */
    async request(name: string, path: string, init?: RequestInit): Promise<Response> {
      const response = await fetch(`${system.url}${path}`, init);
      const headers = [...response.headers].map((pair) => pair.join(": ")).join("\n");
      // As it came, and the text put together again: a canary may lie across two frames.
      const { raw, text } = await readAnswer(response.clone());
      otherAnswers.push({ place: `answer ${name}`, text: [headers, raw, text].join("\n\n") });
      return response;
    },

    canaries: (): Canary[] => [
      ...customers.flatMap(({ bearer, token, manageToken, refreshToken, sessionId }): Canary[] => [
        { name: "the customer's bearer", value: bearer, belongsIn: [] },
        ...[bearer, token, manageToken].map((signed) => ({
          name: "a signature",
          value: signed.split(".")[2] ?? "",
          belongsIn: [],
        })),
        { name: "the session token", value: token, belongsIn: [] },
        { name: "the token for managing", value: manageToken, belongsIn: [] },
        { name: "the refresh token", value: refreshToken, belongsIn: [] },
        {
          name: "the session id",
          value: sessionId,
          belongsIn: [
            ...[tables.sessions, tables.sessionTokens].map(({ name }) => `table ${name}`),
            // Its own customer's answers, and within the next refresh token, which is that customer's too.
            ...["answer simple", "answer session", "answer refresh"],
          ],
        },
      ]),
      ...requestIds().map((id) => ({
        name: "a request id",
        value: String(id),
        // An auditor can tell under which offer was booked.
        belongsIn: [`table ${tables.sessions.name}`, `table ${tables.auditLog.name}`, "audit export"],
      })),
      ...system.engine.privateValues().map((value) => ({
        name: "a technician's private value",
        value,
        belongsIn: [],
      })),
      ...keysIn(dataDir).map((value) => ({ name: "a key", value, belongsIn: [] })),
      { name: "PF360's own words", value: upstreamCanary, belongsIn: [] },
      {
        name: "the customer's words",
        value: wordsCanary,
        belongsIn: [
          ...["prompt", "trace", "invocation", "lambda", "browser"],
          ...[tables.projectNotes, tables.recentMessages].map(({ name }) => `table ${name}`),
          "answer conversation",
        ],
      },
    ],

    /** Everything on record; the session id taken out of the four places where it belongs within them. */
    async pieces(): Promise<Swept[]> {
      const at = (place: string, texts: readonly string[]) =>
        texts.map((text, index) => ({ place: `${place} ${index}`, text: withoutContext(text) }));
      const invocations = recorder?.invocations() ?? [];
      const items = await readTables(system.database.url);
      return [
        ...at("log", system.logLines),
        ...at("prompt", model.given.map(withoutParameter)),
        ...at(
          "invocation request",
          invocations.map(({ path, requestHeaders, requestBody }) =>
            [path, requestHeaders, withoutAttribute(requestBody)].join("\n"),
          ),
        ),
        ...at(
          "invocation response",
          invocations.map(({ responseHeaders, text }) => `${responseHeaders}\n${text}`),
        ),
        ...at("trace", invocations.flatMap(({ frames }) => frames).map(withoutParameter)),
        ...at(
          "lambda event",
          system.lambdaCalls.map(({ event }) => withoutParameter(withoutAttribute(event))),
        ),
        ...at(
          "lambda answer",
          system.lambdaCalls.map(({ answer }) => withoutAttribute(answer)),
        ),
        ...at(
          "browser",
          // Frames as they came, and the text put together again: a canary may lie across two frames.
          answers.map(({ raw, headers, text }) => [headers, raw, text].join("\n")),
        ),
        ...otherAnswers,
        ...at("audit export", await exportAudit(system.database.url, clock.nowMs())),
        ...[...items].flatMap(([table, rows]) =>
          rows.map((row, index) => ({ place: `table ${table} ${index}`, text: JSON.stringify(row) })),
        ),
      ];
    },

    async close() {
      await system.close();
      recorder?.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** Every `request_id` that the engine has given out since. */
function watchRequestIds(engine: Pick<Awaited<ReturnType<typeof startRunningSystem>>["engine"], "handle">) {
  const issued = new Set<number>();
  const handle = engine.handle.bind(engine);
  engine.handle = (request, identity) => {
    const answer = handle(request, identity);
    for (const [, id] of JSON.stringify(answer.body ?? null).matchAll(/"request_id":"?(\d+)/g))
      issued.add(Number(id));
    return answer;
  };
  return () => [...issued];
}

/** The prompt's session context, plain or within JSON that was put into JSON again. */
const contextLine = /(<session_context>(?:\n|\\+n)session_id: )s_[\w-]+/g;

function withoutContext(text: string): string {
  return text.replaceAll(contextLine, "$1");
}

/** An action's `session_id` as the model gives it and as Bedrock passes it on, plain or within JSON (design, decision 1). */
const parameters = [
  /(\\*"session_id\\*":\\*")s_[\w-]+/g,
  /(\\*"name\\*":\\*"session_id\\*",\\*"type\\*":\\*"string\\*",\\*"value\\*":\\*")s_[\w-]+/g,
];

function withoutParameter(text: string): string {
  return parameters.reduce((rest, parameter) => rest.replaceAll(parameter, "$1"), text);
}

/** A body without its session attribute, wherever Bedrock has it. */
function withoutAttribute(json: string): string {
  const attributed = (key: string, value: unknown) =>
    key === "sessionAttributes" && typeof value === "object" && value !== null
      ? { ...value, session_id: undefined }
      : value;
  return JSON.stringify(JSON.parse(json || "null", attributed));
}

/** The keys of one ring, or of all. */
function keysIn(dataDir: string, ring?: string): string[] {
  const rings = JSON.parse(readFileSync(join(dataDir, "keys.json"), "utf8")) as Record<string, string>;
  return Object.entries(rings)
    .filter(([name]) => ring === undefined || name === ring)
    .flatMap(([, text]) => Object.values((JSON.parse(text) as { keys: Record<string, string> }).keys));
}

/** What an auditor would be given: every line of every sample tenant's export, from the first day on. */
async function exportAudit(endpoint: string, nowMs: number): Promise<string[]> {
  const { documents, close } = documentsOf(endpoint);
  const rows = createDynamodbAuditRows({
    documents,
    tableName: tableName(tables.auditLog, localEnvironment),
  });
  const lines: string[] = [];
  for (const { client_id } of sampleTenants) {
    const days = exportDays(rows, client_id, utcDay(mondayMorning / 1000), utcDay(nowMs / 1000));
    for await (const line of days) lines.push(line);
  }
  close();
  return lines;
}

export type CanaryScene = Awaited<ReturnType<typeof startCanaryScene>>;
