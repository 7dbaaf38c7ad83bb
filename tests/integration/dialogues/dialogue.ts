import type { RunningSystem } from "#tests/builders/running-system.ts";

/** The system that a dialogue runs in and the customer who speaks. */
export interface Scene {
  system: RunningSystem;
  customerId: string;
}

/** A project of the customer by its kind, as the customer thinks of it: "Windows Installation". */
export type Kind = string;

/**
 * What one turn must lead to. A line is `action [kind] [date] [time] outcome`; reads that are not listed are allowed,
 * a write that is not listed is a failure.
 */
export interface Turn {
  say: string | ((scene: Scene) => string);
  calls?: readonly (string | RegExp)[];
  /** What the world does before the customer speaks. */
  meanwhile?: (scene: Scene) => void;
}

/** A conversation as a customer would have it, and the only changes that it may leave behind. */
export interface Dialogue {
  title: string;
  customerId: string;
  turns: readonly [Turn, Turn, Turn, Turn, Turn, ...Turn[]];
  /** `kind date time` of each new appointment. */
  booked?: readonly string[];
  /** `kind date time` of each appointment that is gone. */
  cancelled?: readonly string[];
  /** What each new note must hold, in the order in which they were left. */
  noted?: readonly { on: Kind; holds: string }[];
}

/** The customer's own project of that kind, from the simulator's data. */
export function projectOf({ system, customerId }: Scene, kind: Kind) {
  const customer = system.engine.customers().find((candidate) => candidate.customerId === customerId);
  const project = customer?.projects.find((candidate) => kindOf(candidate) === kind);
  if (!project) throw new Error(`customer ${customerId} has no ${kind}`);
  return project;
}

export function kindOf({ category, type }: { category: string; type: string }): Kind {
  return `${category} ${type}`;
}
