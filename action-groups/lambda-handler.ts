import middy from "@middy/core";
import type { ActionReply } from "#layer/domain/outcomes.ts";
import { type ActionCall, type DispatchDependencies, dispatch } from "./dispatch.ts";
import { type BedrockEvent, readBedrockEvent, readCall, writeResponse } from "./envelopes/bedrock-openapi.ts";
import { replyOf } from "./reply.ts";

/** What of Lambda's context is used. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** We answer this much before the function's own time-out, so that the customer hears from us first. */
const marginMs = 1_000;

/**
 * The Lambda of an action group: Middy around `dispatch`, Bedrock's envelope as its one middleware. Answers every event
 * that has a path with one of the closed outcomes; an event that is not Bedrock's is refused with a TypeError.
 */
export function createLambdaHandler(dependencies: DispatchDependencies): LambdaHandler {
  const handler = middy(
    async (call: unknown): Promise<unknown> => dispatch(dependencies, call as ActionCall),
  ).use(bedrockOpenApi(dependencies));
  return (event, context) => handler(event, context as never) as Promise<unknown>;
}

function bedrockOpenApi({
  clock,
  log,
}: Pick<DispatchDependencies, "clock" | "log">): middy.MiddlewareObj<unknown, unknown> {
  const received = new WeakMap<object, BedrockEvent>();
  return {
    before(request) {
      const event = readBedrockEvent(request.event);
      received.set(request, event);
      const context = request.context as unknown as LambdaContext;
      request.event = readCall(event, clock.nowMs() + context.getRemainingTimeInMillis() - marginMs);
    },
    after(request) {
      const event = received.get(request);
      if (event) request.response = writeResponse(event, request.response as ActionReply);
    },
    onError(request) {
      log("error", "event-refused", { error: request.error?.name ?? "unknown" });
      const event = received.get(request);
      if (!event) throw new TypeError("not an OpenAPI action group's event");
      request.response = writeResponse(event, replyOf("bug"));
    },
  };
}
