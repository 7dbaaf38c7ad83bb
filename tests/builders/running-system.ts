import { readBedrockEvent, readCall } from "#action-groups/envelopes/bedrock-openapi.ts";
import { listen, listenerOf } from "#frontend-bff/listen.ts";
import { clockFrom, wallClock } from "#layer/clock.ts";
import type { ActionReply } from "#layer/domain/outcomes.ts";
import type { Log } from "#layer/observability/log.ts";
import type { Model } from "#local/model/model.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { type SystemOptions, startSystem } from "#local/system.ts";

/** One call of an action as its Lambda saw it. */
export interface SeenAction {
  group: string;
  action: string;
  arguments: Readonly<Record<string, unknown>>;
  outcome: ActionReply["outcome"];
  reply: ActionReply;
}

/** What passed between Bedrock and a Lambda, as JSON. */
export interface LambdaCall {
  event: string;
  answer: string;
}

/** A Monday in the tenants' zones, so that "next Tuesday" and its kind are the same in every run. */
export const mondayMorning = Date.parse("2026-11-30T15:00:00Z");

type Options = Partial<
  Pick<
    SystemOptions,
    | "sampleData"
    | "dryRun"
    | "switches"
    | "apiTimeoutSeconds"
    | "functionTimeoutMs"
    | "dataDir"
    | "clock"
    | "reach"
    | "bedrock"
    | "wrapHandler"
    | "rateLimits"
  >
> & {
  model?: Model;
  startMs?: number;
};

/**
 * The whole system on free ports, as `npm start` brings it up but for the page, with every action call and log line on
 * record. The clock starts on a Monday and runs on, unless one is given.
 */
export async function startRunningSystem({
  model = createScriptedModel(),
  startMs = mondayMorning,
  wrapHandler = (_group, handler) => handler,
  ...options
}: Options = {}) {
  const actions: SeenAction[] = [];
  const lambdaCalls: LambdaCall[] = [];
  const logLines: string[] = [];
  const log: Log = (level, event, fields) => logLines.push(JSON.stringify({ level, event, ...fields }));
  const system = await startSystem({
    ports: { page: 0, bedrock: 0, pf360: 0, dynamodb: 0 },
    dataDir: undefined,
    sampleData: false,
    dryRun: false,
    // Scripted customers write faster than people; tests of the limits say so.
    rateLimits: "off",
    clock: clockFrom(startMs, wallClock),
    model,
    log,
    wrapHandler: (group, handler) => async (event, context) => {
      const answer = await wrapHandler(group, handler)(event, context);
      lambdaCalls.push({ event: JSON.stringify(event), answer: JSON.stringify(answer) });
      const call = readCall(readBedrockEvent(event), 0);
      const { body } = (answer as { response: { responseBody: { "application/json": { body: string } } } })
        .response.responseBody["application/json"];
      const reply = JSON.parse(body) as ActionReply;
      actions.push({ group, action: call.name, arguments: call.arguments, outcome: reply.outcome, reply });
      return answer;
    },
    ...options,
  });
  const bff = await listen(listenerOf(system.bff.app), { port: 0 });
  return {
    ...system,
    url: bff.url,
    actions,
    lambdaCalls,
    logLines,
    async close() {
      await bff.close(0);
      await system.close();
    },
  };
}

export type RunningSystem = Awaited<ReturnType<typeof startRunningSystem>>;
