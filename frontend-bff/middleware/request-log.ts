import type { MiddlewareHandler } from "hono";
import type { BffDependencies } from "../dependencies.ts";
import type { HostBindings } from "./admission.ts";
import type { JudgedOrigin } from "./origins.ts";

export interface RequestVariables {
  Bindings: HostBindings;
  Variables: { requestId: string; route?: string; origin?: JudgedOrigin };
}

/**
 * Gives each request an id of ours (the client's is never taken), tells it in `x-request-id`, counts it, and logs how it
 * ended: route, status and time, nothing that the client wrote. A stream's time is that of its first byte.
 */
export function requestLog({
  newId,
  log,
  clock,
  counters,
}: Pick<BffDependencies, "newId" | "log" | "clock" | "counters">): MiddlewareHandler<RequestVariables> {
  return async (context, next) => {
    const requestId = newId("req");
    const startedAtMs = clock.nowMs();
    context.set("requestId", requestId);
    await next();
    context.res.headers.set("x-request-id", requestId);
    const { status } = context.res;
    const route = context.get("route");
    counters.request(route ?? "unknown", route === undefined ? "any" : context.req.method, status);
    log(status >= 500 ? "error" : "info", "request-end", {
      request: requestId,
      route: route ?? "unknown",
      status,
      durationMs: clock.nowMs() - startedAtMs,
    });
  };
}
