import type { Reading } from "./reading.ts";

/**
 * What the session knows of its own customer; every list may be empty. `kept` are references that the customer is
 * shown anyway (project ids, order numbers), which no rule masks.
 */
export interface KnownValues {
  names?: readonly string[];
  phones?: readonly string[];
  emails?: readonly string[];
  addresses?: readonly string[];
  ids?: readonly string[];
  kept?: readonly string[];
}

/** Claims what it finds. Looks at a bounded number of tokens from each one, so that a pass is linear. */
export type Rule = (reading: Reading, known: KnownValues) => void;
