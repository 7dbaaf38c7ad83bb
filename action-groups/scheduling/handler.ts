import { type Environment, type HandlerOverrides, lazyHandler, wireHandler } from "#action-groups/entry.ts";
import { schedulingActions } from "./index.ts";

/** The Lambda of `scheduling-actions`, wired from these variables. @throws ConfigError naming what is missing */
export function createHandler(env: Environment, overrides?: HandlerOverrides) {
  return wireHandler({ name: "scheduling-actions", actions: schedulingActions }, env, overrides);
}

export const handler = lazyHandler(() => createHandler(process.env));
