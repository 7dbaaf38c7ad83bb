import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tables } from "#layer/tables/tables.ts";
import type { Model } from "#local/model/model.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { startBedrockRecorder } from "#tests/builders/bedrock-recorder.ts";
import { type Answer, type ChatClient, signIn } from "#tests/builders/chat-client.ts";
import { runningClock } from "#tests/builders/clock.ts";
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
export async function startCanaryScene() {
  const dataDir = mkdtempSync(join(tmpdir(), "pf360-canary-"));
  const scripted = createScriptedModel();
  const parrot = createTraitorModel({ repeats: true });
  let speaking: Model = scripted;
  const model = recordingModel(() => speaking);
  let recorder: Awaited<ReturnType<typeof startBedrockRecorder>> | undefined;
  const clock = runningClock(mondayMorning);
  const system = await startRunningSystem({
    model,
    dataDir,
    clock,
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

    /** From here on the model repeats word for word whatever its tools answer; else it plays the scripted one. */
    letSpeak(which: "scripted" | "parrot") {
      speaking = which === "parrot" ? parrot : scripted;
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
      otherAnswers.push({ place: `answer ${name}`, text: `${headers}\n\n${await response.clone().text()}` });
      return response;
    },

    canaries: (): Canary[] => [
      ...customers.flatMap(({ bearer, token, sessionId }): Canary[] => [
        { name: "the customer's bearer", value: bearer, belongsIn: [] },
        { name: "the bearer's signature", value: bearer.split(".")[2] ?? "", belongsIn: [] },
        { name: "the session token", value: token, belongsIn: [] },
        { name: "the session token's signature", value: token.split(".")[2] ?? "", belongsIn: [] },
        {
          name: "the session id",
          value: sessionId,
          belongsIn: [`table ${tables.sessions.name}`, "answer simple"],
        },
      ]),
      ...requestIds().map((id) => ({
        name: "a request id",
        value: String(id),
        belongsIn: [`table ${tables.sessions.name}`],
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

function keysIn(dataDir: string): string[] {
  const rings = JSON.parse(readFileSync(join(dataDir, "keys.json"), "utf8")) as Record<string, string>;
  return Object.values(rings).flatMap((ring) =>
    Object.values((JSON.parse(ring) as { keys: Record<string, string> }).keys),
  );
}

export type CanaryScene = Awaited<ReturnType<typeof startCanaryScene>>;
