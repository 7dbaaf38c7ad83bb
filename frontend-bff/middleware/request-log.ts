import type { MiddlewareHandler } from "hono";
import type { BffDependencies } from "../dependencies.ts";

export interface RequestVariables {
  Variables: { requestId: string; route: string };
}

/**
 * Gives each request an id of ours (the client's is never taken), tells it in `x-request-id`, and logs how the request
 * ended: route, status and time, nothing that the client wrote. A stream's time is that of its first byte.
 */
export function requestLog({
  newId,
  log,
  clock,
}: Pick<BffDependencies, "newId" | "log" | "clock">): MiddlewareHandler<RequestVariables> {
  return async (context, next) => {
    const requestId = newId("req");
    const startedAtMs = clock.nowMs();
    context.set("requestId", requestId);
    await next();
    context.res.headers.set("x-request-id", requestId);
    const { status } = context.res;
    log(status >= 500 ? "error" : "info", "request-end", {
      request: requestId,
      route: context.get("route") ?? "unknown",
      status,
      durationMs: clock.nowMs() - startedAtMs,
    });
  };
}
