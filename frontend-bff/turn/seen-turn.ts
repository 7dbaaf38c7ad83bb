import type { KnownValues } from "#layer/privacy/rule.ts";
import type { TurnEvent } from "../stream/turn-event.ts";

/** What a turn has shown so far: the texts as the customer saw them, and the values in them that are somebody's. */
export interface SeenTurn {
  add(event: TurnEvent): void;
  /** The texts in order, an empty line between them; empty while nothing was said. */
  text(): string;
  known(): KnownValues;
}

export function createSeenTurn(): SeenTurn {
  const texts: string[] = [];
  const names = new Set<string>();
  const addresses = new Set<string>();
  const kept = new Set<string>();
  let isOpen = false;

  function addText(text: string, goesOn: boolean): void {
    if (isOpen && goesOn) texts.push(`${texts.pop() ?? ""}${text}`);
    else if (text !== "") texts.push(text);
    isOpen = goesOn && (isOpen || text !== "");
  }

  function addResult(result: Record<string, unknown>): void {
    const { technician_name, address, project_id, project_number, projects, summary } = result;
    if (typeof technician_name === "string") names.add(technician_name);
    if (typeof address === "string") addresses.add(address);
    if (typeof project_id === "string") kept.add(project_id);
    if (typeof project_number === "string") kept.add(project_number);
    if (Array.isArray(projects)) for (const project of projects) addResult(project);
    // What a question of ours is about.
    if (isRecord(summary)) addResult(summary);
  }

  return {
    add(event) {
      if (event.type === "text-delta") addText(event.text, true);
      if (event.type === "own-words") addText(event.text, false);
      if (event.type === "action-ended" && event.result) addResult(event.result);
    },
    text: () => texts.filter((text) => text.trim() !== "").join("\n\n"),
    known: () => ({ names: [...names], addresses: [...addresses], kept: [...kept] }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
