import { type Answer, signIn } from "#tests/builders/chat-client.ts";
import type { SeenAction } from "#tests/builders/running-system.ts";
import { type Dialogue, kindOf, type Scene } from "./dialogue.ts";

export interface PlayedTurn {
  said: string;
  answer: Answer;
  seen: readonly SeenAction[];
  /** One line a call, in order. */
  lines: readonly string[];
}

/** Says every line of the dialogue to the running system, as the page would. */
export async function playDialogue(dialogue: Dialogue, scene: Scene): Promise<PlayedTurn[]> {
  const { system } = scene;
  const customer = await signIn(system, dialogue.customerId);
  const played: PlayedTurn[] = [];
  for (const { say, meanwhile } of dialogue.turns) {
    meanwhile?.(scene);
    const before = system.actions.length;
    const said = typeof say === "string" ? say : say(scene);
    const answer = await customer.say(said);
    const seen = system.actions.slice(before);
    played.push({ said, answer, seen, lines: seen.map((action) => lineOf(action, system.engine)) });
  }
  return played;
}

/** Everything in the simulator that a conversation can change, in lines that compare. */
export function bookOf({ engine }: Scene["system"]) {
  const projects = engine.customers().flatMap((customer) => customer.projects);
  const kinds = new Map(projects.map((project) => [String(project.id), kindOf(project)]));
  return {
    appointments: engine
      .appointments()
      .map(
        ({ customer_id, project_id, date, time }) =>
          `${customer_id} ${kinds.get(project_id)} ${date} ${time.slice(0, 5)}`,
      ),
    notes: projects.flatMap((project) =>
      project.notes.map(({ id, text }) => ({ id, on: `${project.customerId} ${kindOf(project)}`, text })),
    ),
  };
}

/** `action [kind] [date] [time] outcome`; date and time as the action understood them. */
function lineOf({ action, arguments: given, outcome, reply }: SeenAction, engine: Scene["system"]["engine"]) {
  const { date, time, summary } = (reply.result ?? {}) as Record<string, unknown>;
  const { date: askedDate, time: askedTime } = (summary ?? {}) as Record<string, unknown>;
  const reference = given.project_id;
  const project = engine
    .customers()
    .flatMap(({ projects }) => projects)
    .find(({ id, number }) => String(id) === reference || number === reference);
  return [
    action,
    project ? kindOf(project) : reference,
    date ?? askedDate,
    String(time ?? askedTime ?? "").slice(0, 5),
    outcome,
  ]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
}
