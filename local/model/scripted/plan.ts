import type { Reply, Turn } from "./conversation.ts";

/** A tool that a plan wants called. */
export interface ToolRequest {
  operation: string;
  input: Record<string, string>;
}

/**
 * What to do in one turn, written straight down: yield a tool request, get its reply, return the answer. It is run anew
 * at every step of the turn and given the replies that are there already, so it must not depend on anything else.
 */
export type Plan<Result = string> = Generator<ToolRequest, Result, Reply>;

/** More steps than any plan has; a plan that goes beyond is at fault and is ended with an apology. */
const maxRequests = 12;

const noSuchTool: Reply = {
  outcome: "unavailable",
  reason: undefined,
  field: undefined,
  result: {},
  text: "",
};

/**
 * The next step of a plan: a tool to call, or what to say. A tool with the same input is called once a turn; a tool
 * that is not offered answers `unavailable`.
 */
export function nextStep(
  plan: Plan,
  turn: Turn,
  offers: (operation: string) => boolean,
): ToolRequest | string {
  let step = plan.next();
  for (let count = 0; !step.done; count++) {
    if (count >= maxRequests) return "I am sorry, I could not finish this. Please try it in smaller steps.";
    const wanted = step.value;
    const done = turn.calls.find(
      (call) => call.operation === wanted.operation && sameInput(call.input, wanted.input),
    );
    if (!done && offers(wanted.operation)) return wanted;
    step = plan.next(done?.reply ?? noSuchTool);
  }
  return step.value;
}

function sameInput(one: Record<string, string>, other: Record<string, string>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
