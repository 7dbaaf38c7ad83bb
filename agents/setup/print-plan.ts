import { styleText } from "node:util";
import type { AgentPlan, Change, DiffLine, Plan } from "./plan-types.ts";
import { plannedCalls } from "./planned-calls.ts";
import { diffWords } from "./word-diff.ts";

type Paint = (color: "green" | "red" | "yellow" | "dim" | "bold", text: string) => string;

const signs = { create: "+", update: "~", delete: "-", none: " " } as const;
const colors = { create: "green", update: "yellow", delete: "red", none: "dim" } as const;

/** Longer values than this show only the words that changed. */
const shortText = 80;

/** The plan for people, without a line end at its end. `color` for a terminal only. */
export function printPlan(plan: Plan, { color }: { color: boolean }): string {
  const paint: Paint = (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
  const count = (action: AgentPlan["action"]) =>
    plan.agents.filter((agent) => agent.action === action).length;
  const counts = `${count("create")} to create, ${count("update")} to change, ${count("delete")} to delete, ${count("none")} unchanged`;
  return [
    paint("bold", `Agents of ${plan.environment}: ${counts}.`),
    ...plan.agents.flatMap((agent) => printAgent(agent, paint)),
    ...(plan.hasChanges ? [] : ["No change: the live agents are as the repository describes them."]),
  ].join("\n");
}

/** The plan for machines; fields and kinds are only ever added. Key order is fixed. */
export function planAsJson(plan: Plan): object {
  return {
    format: 1,
    environment: plan.environment,
    has_changes: plan.hasChanges,
    agents: plan.agents.map((agent) => ({
      name: agent.name,
      definition: agent.definitionName ?? null,
      agent_id: agent.agentId ?? null,
      action: agent.action,
      spec_hash: agent.desired?.specHash ?? null,
      changes: agent.changes,
      calls: plannedCalls(agent.needs),
      notes: agent.notes,
    })),
  };
}

function printAgent(agent: AgentPlan, paint: Paint): string[] {
  const { action, name, agentId, changes, notes, needs } = agent;
  const head = `${signs[action]} ${name}${agentId ? ` (${agentId})` : ""}${action === "none" ? "" : `: ${action}`}`;
  const calls = plannedCalls(needs);
  return [
    paint(colors[action], head),
    ...changes.flatMap((change) => printChange(change, paint)).map((line) => `    ${line}`),
    ...notes.map((note) => `    ${paint("dim", `note: ${safe(note)}`)}`),
    ...(calls.length > 0 ? [`    ${paint("dim", `calls: ${counted(calls)}`)}`] : []),
  ];
}

/** `A, B ×3`. */
function counted(calls: readonly string[]): string {
  const names = [...new Set(calls)];
  return names
    .map((name) => ({ name, times: calls.filter((call) => call === name).length }))
    .map(({ name, times }) => (times === 1 ? name : `${name} ×${times}`))
    .join(", ");
}

function printChange(change: Change, paint: Paint): string[] {
  const [first = "", ...rest] = linesOf(change, paint);
  return [change.at === "draft" ? `${first} ${paint("dim", "(draft only)")}` : first, ...rest];
}

function linesOf(change: Change, paint: Paint): string[] {
  switch (change.kind) {
    case "field":
      return [`${change.field.replaceAll("-", " ")}: ${fromTo(change.from, change.to)}`];
    case "instruction":
      return printText("instruction", change.lines, paint);
    case "action-group":
      return [signed(change.change, `action group ${change.group}`, paint)];
    case "action-group-field":
      return [`action group ${safe(change.group)}, ${change.field}: ${fromTo(change.from, change.to)}`];
    case "operation":
      return [
        signed(change.change, `operation ${change.group} ${change.operation}`, paint),
        ...change.details.map(({ place, from, to }) => `    ${safe(place)}: ${fromTo(from, to)}`),
      ];
    case "confirmation":
      return [
        `Bedrock's confirmation of ${safe(change.operation)}: ${fromTo(onOff(change.from), onOff(change.to))}`,
      ];
    case "collaborator":
      return [signed(change.change, `collaborator ${change.collaborator}`, paint)];
    case "collaborator-field":
      return [
        `collaborator ${safe(change.collaborator)}, ${change.field}: ${fromTo(change.from, change.to)}`,
      ];
    case "collaborator-instruction":
      return printText(`collaborator ${safe(change.collaborator)}, instruction`, change.lines, paint);
    case "tag":
      return [`tag of the ${change.on}, ${safe(change.key)}: ${fromTo(change.from, change.to)}`];
    case "unprepared":
      return [`draft is ${change.status}: to be prepared`];
    case "alias":
      return [`alias live: ${fromTo(version(change.from), version(change.to) ?? "a new version")}`];
    case "alias-description":
      return [`alias live, description: ${fromTo(change.from, change.to)}`];
  }
}

/** A text that is new as a whole is only counted: it can be read in the repository. */
function printText(title: string, lines: readonly DiffLine[], paint: Paint): string[] {
  if (lines.every(({ mark }) => mark === "added")) return [`${title}: ${lines.length} lines, new`];
  return [`${title}:`, ...lines.flatMap((line, index) => printLine(line, lines, index, paint))];
}

/** A line of prose that was changed into another is one line, with the words that changed. */
function printLine(line: DiffLine, lines: readonly DiffLine[], index: number, paint: Paint): string[] {
  if (line.mark === "same") return [`    ${safe(line.text)}`];
  if (line.mark === "skip") return [paint("dim", `    … ${line.text} lines as they are`)];
  const partner = partnerOf(lines, index);
  const words =
    partner && line.mark === "removed"
      ? diffWords(line.text, partner.text)
      : partner && diffWords(partner.text, line.text);
  if (words !== undefined) return line.mark === "removed" ? [paint("yellow", `  ~ ${safe(words)}`)] : [];
  return line.mark === "added"
    ? [paint("green", `  + ${safe(line.text)}`)]
    : [paint("red", `  - ${safe(line.text)}`)];
}

/** Of as many removed as added lines in a row, the first belongs to the first, and so on. */
function partnerOf(lines: readonly DiffLine[], index: number): DiffLine | undefined {
  const isChanged = (at: number) => lines[at]?.mark === "removed" || lines[at]?.mark === "added";
  let start = index;
  while (isChanged(start - 1)) start--;
  let end = index;
  while (isChanged(end)) end++;
  const [run, half] = [lines.slice(start, end), (end - start) / 2];
  const isPaired = run.every(({ mark }, at) => mark === (at < half ? "removed" : "added"));
  if (!isPaired || !Number.isInteger(half)) return undefined;
  return run[(index - start + half) % (2 * half)];
}

function signed(change: "added" | "removed" | "changed", text: string, paint: Paint): string {
  if (change === "added") return paint("green", `+ ${safe(text)}`);
  return change === "removed" ? paint("red", `- ${safe(text)}`) : paint("yellow", `~ ${safe(text)}`);
}

function fromTo(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return safe(to ?? "(nothing)");
  const words = to !== undefined && from.length > shortText ? diffWords(from, to) : undefined;
  if (words !== undefined) return safe(words);
  return `${safe(from)} → ${to === undefined ? "(nothing)" : safe(to)}`;
}

function version(number: string | undefined): string | undefined {
  return number === undefined ? undefined : `version ${number}`;
}

function onOff(isOn: boolean): string {
  return isOn ? "on" : "off";
}

/** What stands in an account may hold control characters; a terminal must not obey them. */
function safe(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
