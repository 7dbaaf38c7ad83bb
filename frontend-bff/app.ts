import { type Context, Hono } from "hono";
import type { BffDependencies } from "./dependencies.ts";
import { answerHeaders } from "./middleware/answer-headers.ts";
import { authenticateCustomer, authenticateSession } from "./middleware/authenticate.ts";
import { type RequestVariables, requestLog } from "./middleware/request-log.ts";
import { answerOfFile, type Page } from "./page/page.ts";
import { answerOfError, RefusalError } from "./refusal.ts";
import type { Route, RouteTools } from "./route.ts";
import { chat } from "./routes/chat.ts";
import { chatSimple } from "./routes/chat-simple.ts";
import { createSession } from "./routes/create-session.ts";
import { getConfig } from "./routes/get-config.ts";
import { getHealth } from "./routes/get-health.ts";
import { turnLimitOf } from "./turn/start-turn.ts";
import { createTurnLocks } from "./turn/turn-lock.ts";

/** Every route of the API; the security sweep reads this list. */
export const routes: readonly Route[] = [createSession, chat, chatSimple, getConfig, getHealth];

export type BffApp = Hono<RequestVariables>;

/** The BFF as a value: `app.fetch(request)` answers, in Node, in a Lambda and in tests. With the built page, if given. */
export function createApp(dependencies: BffDependencies, page: Page = new Map()): BffApp {
  const { clock } = dependencies;
  const turnLocks = createTurnLocks({ clock, turnLimitMs: turnLimitOf(dependencies) });
  const tools: RouteTools = { ...dependencies, turnLocks };
  const app: BffApp = new Hono();
  app.use(requestLog(dependencies), answerHeaders());
  for (const route of routes) {
    app.on(route.method, route.path, (context) => {
      context.set("route", route.path);
      return answer(route, context.req.raw, context.get("requestId"), tools);
    });
  }
  for (const [path, file] of page) app.get(path, () => answerOfFile(file));
  app.notFound((context) => answerOfError(new RefusalError("not_found"), requestIdOf(context)));
  app.onError((error, context) => {
    logBug(error, requestIdOf(context), tools);
    return answerOfError(error, requestIdOf(context));
  });
  return app;
}

async function answer(
  route: Route,
  request: Request,
  requestId: string,
  tools: RouteTools,
): Promise<Response> {
  try {
    switch (route.access) {
      case "public":
        return await route.handle({ request, requestId, caller: undefined }, tools);
      case "customer":
        return await route.handle(
          { request, requestId, caller: await authenticateCustomer(request, tools) },
          tools,
        );
      case "session":
        return await route.handle(
          { request, requestId, caller: await authenticateSession(request, tools) },
          tools,
        );
    }
  } catch (error) {
    const response = answerOfError(error, requestId);
    if (response.status >= 500 && !(error instanceof RefusalError)) logBug(error, requestId, tools);
    return response;
  }
}

function logBug(error: unknown, requestId: string, { log }: RouteTools): void {
  log("error", "request-failed", {
    request: requestId,
    error: error instanceof Error ? error.name : typeof error,
  });
}

function requestIdOf(context: Context<RequestVariables>): string {
  return context.get("requestId");
}
