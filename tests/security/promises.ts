import { auditPromises } from "./promises-audit.ts";
import { conversationPromises } from "./promises-conversations.ts";
import { tenantPromises } from "./promises-tenants.ts";
import { tokenPromises } from "./promises-tokens.ts";

/** A test by its file, below `tests/`, and its title as it stands there. */
export interface Proof {
  file: string;
  title: string;
}

/**
 * What the widget before this one promised of tokens, tenants, conversations, privacy and audit, with its figure. Each has a
 * test, or a reason why it is kept otherwise, or both.
 */
export interface EarlierPromise {
  promise: string;
  tests?: readonly Proof[];
  /** Where promises contradicted each other, what is settled; else why a test here cannot prove it. */
  reason?: string;
}

export const promises: readonly EarlierPromise[] = [
  ...tokenPromises,
  ...tenantPromises,
  ...conversationPromises,
  ...auditPromises,
];
