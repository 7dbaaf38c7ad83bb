import { type Environment, type HandlerOverrides, lazyHandler, wireHandler } from "#action-groups/entry.ts";
import { informationActions } from "./index.ts";

/** The Lambda of `information-actions`, wired from these variables. @throws ConfigError naming what is missing */
export function createHandler(env: Environment, overrides?: HandlerOverrides) {
  return wireHandler({ name: "information-actions", actions: informationActions }, env, overrides);
}

export const handler = lazyHandler(() => createHandler(process.env));
