import { setImmediate as nextTick } from "node:timers/promises";
import {
  type Model,
  type ModelEvent,
  type ModelRequest,
  type ModelTool,
  routingPromptOpening,
  sendMessageTool,
} from "../model.ts";
import { englishOnly, smallTalk } from "./chitchat.ts";
import { operationOf, readConversation, type Turn } from "./conversation.ts";
import { deskOf } from "./desk.ts";
import { informationPlan } from "./information.ts";
import { notesPlan } from "./notes.ts";
import { intentsIn, isForeign } from "./phrases.ts";
import { nextStep, type Plan, type ToolRequest } from "./plan.ts";
import { routeFor } from "./router.ts";
import { schedulingPlan } from "./scheduling.ts";
import { supervisorPlan } from "./supervisor.ts";

/**
 * A deterministic stand-in for a language model, so that the whole system runs and is tested offline. It keeps no state:
 * each answer follows from `request.messages` and `request.tools` alone. Seeing the tool that reaches collaborators it plays
 * the supervisor, seeing actions the specialist they belong to, seeing none the one for small talk; asked to route, it routes.
 *
 * What it is: tables of phrases, the state read from the conversation and the tool results, and fixed sentences. What it
 * says about projects, dates and appointments comes from tool results; dates and times go to the actions as the customer
 * wrote them. What it is not: a model. It knows English only, understands what its tables hold, asks when it is not sure,
 * and its success says nothing about the prompts: those need a real model.
 */
export function createScriptedModel(): Model {
  return { name: "scripted", stream };
}

async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
  const { messages, system, tools, signal } = request;
  signal.throwIfAborted();
  const byOperation = new Map(tools.map((tool) => [operationOf(tool.name), tool]));
  const turns = readConversation(messages);
  const turn = turns.at(-1);
  const step = turn
    ? nextStep(planFor(turns, system, byOperation), turn, (name) => byOperation.has(name))
    : "";
  const inputTokens =
    roughTokens(system) + roughTokens(JSON.stringify(messages)) + roughTokens(JSON.stringify(tools));
  if (typeof step === "string") {
    for (const text of pieces(step)) {
      await nextTick();
      signal.throwIfAborted();
      yield { type: "text-delta", text };
    }
    yield { type: "stop", stopReason: "end_turn", usage: { inputTokens, outputTokens: roughTokens(step) } };
    return;
  }
  yield toolUse(step, byOperation.get(step.operation), messages.length, turn?.context.get("session_id"));
  const outputTokens = roughTokens(JSON.stringify(step.input));
  yield { type: "stop", stopReason: "tool_use", usage: { inputTokens, outputTokens } };
}

function planFor(turns: readonly Turn[], system: string, tools: ReadonlyMap<string, ModelTool>): Plan {
  if (system.startsWith(routingPromptOpening)) return say(routeFor(turns, system));
  if (tools.has(sendMessageTool)) return supervisorPlan(turns, system);
  const { words, context } = turns.at(-1) ?? { words: "", context: new Map<string, string>() };
  const foreign = isForeign(words) && intentsIn(words).length === 0 && !context.has("approved");
  if (foreign) return say(englishOnly);
  if (tools.has("list_projects")) return schedulingPlan(deskOf(turns, "scheduling"));
  if (tools.has("list_all_projects")) return informationPlan(deskOf(turns, "information"));
  if (tools.has("add_note")) return notesPlan(deskOf(turns, "notes"));
  return say(smallTalk(words));
}

// biome-ignore lint/correctness/useYield: a plan that needs no tool
function* say(text: string): Plan {
  return text;
}

/** Every action is told the session of the turn's context where it takes one. */
function toolUse(
  { operation, input }: ToolRequest,
  tool: ModelTool | undefined,
  step: number,
  sessionId: string | undefined,
): ModelEvent {
  const properties = tool?.inputSchema.properties ?? {};
  const takesSession = sessionId !== undefined && Object.hasOwn(properties, "session_id");
  return {
    type: "tool-use",
    toolUseId: `scripted-${step}`,
    name: tool?.name ?? operation,
    input: takesSession ? { ...input, session_id: sessionId } : input,
  };
}

/** A few words at a time, as a model streams; together exactly the text. */
function pieces(text: string): string[] {
  return text.match(/[\s\S]{1,24}(?:\s|$)|[\s\S]{1,24}/g) ?? [];
}

function roughTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
