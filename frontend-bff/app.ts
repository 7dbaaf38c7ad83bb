import { type Context, Hono } from "hono";
import { subjectOf } from "#layer/auth/subject.ts";
import type { BffDependencies } from "./dependencies.ts";
import { admissionOf } from "./middleware/admission.ts";
import { answerHeaders } from "./middleware/answer-headers.ts";
import { authenticateCustomer, authenticateSession } from "./middleware/authenticate.ts";
import { authenticateOperator } from "./middleware/authenticate-operator.ts";
import { holdOrigin, originHeaders, origins } from "./middleware/origins.ts";
import { type RequestVariables, requestLog } from "./middleware/request-log.ts";
import { answerOfFile, type Page } from "./page/page.ts";
import { answerOfError, RefusalError, UnauthorizedError } from "./refusal.ts";
import type { Route, RouteTools } from "./route.ts";
import { chat } from "./routes/chat.ts";
import { chatSimple } from "./routes/chat-simple.ts";
import { createSession } from "./routes/create-session.ts";
import { deleteConversation } from "./routes/delete-conversation.ts";
import { deleteSession } from "./routes/delete-session.ts";
import { getConfig } from "./routes/get-config.ts";
import { getConversation } from "./routes/get-conversation.ts";
import { getHealth } from "./routes/get-health.ts";
import { getMetrics } from "./routes/get-metrics.ts";
import { getSession } from "./routes/get-session.ts";
import { patchConversation } from "./routes/patch-conversation.ts";
import { refreshSession } from "./routes/refresh-session.ts";
import { createRunningTurns } from "./turn/running-turns.ts";
import { createShownValues } from "./turn/shown-values.ts";
import { turnLimitOf } from "./turn/start-turn.ts";

/** Every route of the API; the security sweep reads this list. */
export const routes: readonly Route[] = [
  createSession,
  refreshSession,
  getSession,
  deleteSession,
  chat,
  chatSimple,
  getConversation,
  patchConversation,
  deleteConversation,
  getConfig,
  getHealth,
  getMetrics,
];

export type BffApp = Hono<RequestVariables>;

/** The BFF as a value: `app.fetch(request)` answers, in Node, in a Lambda and in tests. With the built page, if given. */
export function createApp(dependencies: BffDependencies, page: Page = new Map()): BffApp {
  const { clock } = dependencies;
  const runningTurns = createRunningTurns({ clock, turnLimitMs: turnLimitOf(dependencies) });
  const tools: RouteTools = {
    ...dependencies,
    runningTurns,
    shownValues: createShownValues({ clock }),
  };
  const app: BffApp = new Hono();
  app.use(requestLog(dependencies), answerHeaders(), originHeaders(), origins(dependencies));
  for (const route of routes) {
    app.on(route.method, route.path, (context) => {
      context.set("route", route.path);
      return answer(route, context, tools);
    });
  }
  for (const [path, file] of page) app.get(path, () => answerOfFile(file));
  app.notFound((context) => answerOfError(new RefusalError("not_found"), requestIdOf(context)));
  app.onError((error, context) => refuse(error, context, tools));
  return app;
}

async function answer(
  route: Route,
  context: Context<RequestVariables>,
  tools: RouteTools,
): Promise<Response> {
  const request = context.req.raw;
  const origin = context.get("origin") ?? { kind: "refused" };
  const call = { request, requestId: requestIdOf(context), origin };
  const { address, check, admit } = admissionOf(route, request, context.env ?? {}, tools);
  try {
    switch (route.access) {
      case "public":
        await admit({ address });
        return await route.handle({ ...call, caller: undefined }, tools);
      case "refresh":
        await admit({ address });
        return await route.handle({ ...call, caller: { admit } }, tools);
      case "operator":
        await admit({ address });
        await authenticateOperator(request, tools);
        holdOrigin(origin, undefined);
        return await route.handle({ ...call, caller: undefined }, tools);
      case "customer": {
        await admit({ address });
        const caller = await authenticateCustomer(request, tools);
        const { client_id: clientId } = caller.tenant;
        holdOrigin(origin, caller.tenant);
        await admit({ clientId, subject: await subjectOf(tools.subjectRing, clientId, caller.customerId) });
        return await route.handle({ ...call, caller }, tools);
      }
      case "session": {
        const caller = await authenticateSession(request, tools, route.purpose, {
          check: (claims) => check({ address, ...claims }),
          admit: (claims) => admit({ address, ...claims }),
        });
        holdOrigin(origin, caller.tenant);
        return await route.handle({ ...call, caller }, tools);
      }
    }
  } catch (error) {
    return refuse(error, context, tools);
  }
}

/** The answer to an error, once it has been counted and, when it is a defect of ours, logged. */
function refuse(error: unknown, context: Context<RequestVariables>, { counters, log }: RouteTools): Response {
  const request = requestIdOf(context);
  const response = answerOfError(error, request);
  if (error instanceof UnauthorizedError) counters.count(error.counted);
  if (!(error instanceof RefusalError)) {
    const name = error instanceof Error ? error.name : typeof error;
    if (response.status >= 500) log("error", "request-failed", { request, error: name });
    return response;
  }
  if (error.refusal === "rate_limited") counters.count("rate_limited");
  if (error.refusal === "origin_refused") {
    counters.count("origin_refused");
    context.set("origin", { kind: "refused" });
  }
  return response;
}

function requestIdOf(context: Context<RequestVariables>): string {
  return context.get("requestId");
}
