import { type Environment, type HandlerOverrides, lazyHandler, wireHandler } from "#action-groups/entry.ts";
import { notesActions } from "./index.ts";

/** The Lambda of `notes-actions`, wired from these variables. @throws ConfigError naming what is missing */
export function createHandler(env: Environment, overrides?: HandlerOverrides) {
  return wireHandler({ name: "notes-actions", actions: notesActions }, env, overrides);
}

export const handler = lazyHandler(() => createHandler(process.env));
