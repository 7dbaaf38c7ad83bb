import { routes } from "#frontend-bff/app.ts";
import type { Route } from "#frontend-bff/route.ts";
import { type BodyField, bodyFields, type Visitor } from "./canary-body-fields.ts";
import type { CanaryInput } from "./canary-inputs.ts";
import type { CanaryScene } from "./canary-scene.ts";

export const nameOf = ({ method, path }: Pick<Route, "method" | "path">) => `${method} ${path}`;

/** What a header may hold that no route reads, and what only some read. */
const headerNames = [
  "user-agent",
  "accept-language",
  "x-forwarded-for",
  "forwarded",
  "last-event-id",
  "referer",
  "cookie",
  "x-request-id",
  "x-amzn-trace-id",
  "traceparent",
  "x-session-id",
  "x-tenant-id",
];

/** What a good request of each route is answered. */
const goodStatus = (name: string) => (name === "DELETE /api/session" ? 204 : 200);

export const routeInputs: readonly CanaryInput[] = [
  ...routes.flatMap((route) => [
    ...(bodyFields[nameOf(route)] ?? []).map((field) => fieldInput(route, field)),
    headersInput(route),
    queryInput(route),
  ]),
  {
    name: "the path and method of a request for nothing of ours",
    covers: "any other request",
    belongsIn: {},
    async plant({ text }, scene) {
      const path = `/api/${encodeURIComponent(text)}`;
      await ask(scene, this.name, path, { method: "GET" }, 404);
      await ask(scene, this.name, `/api/conversation${path}`, { method: "PUT", body: text }, 404);
    },
  },
];

function fieldInput(route: Route, { field, status, bodies, belongsIn = {}, speaks }: BodyField): CanaryInput {
  const covers = nameOf(route);
  return {
    name: `${covers}: ${field}`,
    covers,
    belongsIn,
    async plant(planted, scene) {
      scene.letSpeak(speaks ?? "echo");
      scene.parrot.plot([[{ action: "get_business_hours", input: {} }]]);
      const me = await visitor(route, scene);
      for (const body of bodies(planted, me)) {
        const init = { ...requestOf(route, me, scene), body: JSON.stringify(body) };
        await ask(scene, this.name, route.path, init, status);
      }
    },
  };
}

function headersInput(route: Route): CanaryInput {
  const covers = nameOf(route);
  return {
    name: `${covers}: headers`,
    covers,
    belongsIn: {},
    async plant({ text }, scene) {
      const good = goodStatus(covers);
      const guarded = !["public", "refresh"].includes(route.access);
      const attempts: [Record<string, string>, number][] = [
        [Object.fromEntries(headerNames.map((name) => [name, text])), good],
        [{ "if-match": text }, covers === "PATCH /api/conversation" ? 400 : good],
        [{ authorization: `Bearer ${text}` }, guarded ? 401 : good],
        [{ origin: text }, 403],
      ];
      scene.letSpeak("echo");
      for (const [headers, status] of attempts) {
        const init = requestOf(route, await visitor(route, scene), scene);
        await ask(
          scene,
          this.name,
          pathOf(route),
          { ...init, headers: { ...init.headers, ...headers } },
          status,
        );
      }
    },
  };
}

function queryInput(route: Route): CanaryInput {
  const covers = nameOf(route);
  const refusals: Record<string, number> = { "GET /api/conversation": 400, "GET /api/config": 404 };
  return {
    name: `${covers}: query`,
    covers,
    belongsIn: {},
    async plant({ text }, scene) {
      scene.letSpeak("echo");
      const query = new URLSearchParams(["t", "token", "before", "limit", text].map((name) => [name, text]));
      const init = requestOf(route, await visitor(route, scene), scene);
      await ask(scene, this.name, `${route.path}?${query}`, init, refusals[covers] ?? goodStatus(covers));
    },
  };
}

/**
 * Whoever deletes what is theirs is not the one in whose rows the planted values are looked for; whoever patches has said
 * nothing, so that turn 0 is their newest.
 */
function visitor({ method }: Route, scene: CanaryScene): Promise<Visitor> {
  return scene.signIn({ DELETE: "1000103", PATCH: "1000102", GET: "1000101", POST: "1000101" }[method]);
}

function pathOf({ path }: Route): string {
  return path === "/api/config" ? `${path}?t=pk_sample_east_home` : path;
}

/** A request of the route as its own page or host would make it. */
function requestOf(route: Route, me: Visitor, { operatorKey }: CanaryScene) {
  const bodies: Record<string, unknown> = {
    "POST /api/session/refresh": { refresh_token: me.refreshToken },
    "POST /api/chat": me.bodyOf("Hello there"),
    "POST /api/chat/simple": { message: "Hello there" },
    "PATCH /api/conversation": { turn: 0 },
  };
  const body = bodies[nameOf(route)];
  const bearer = {
    public: undefined,
    refresh: undefined,
    operator: operatorKey(),
    customer: me.bearer,
    session: route.access === "session" && route.purpose === "manage" ? me.manageToken : me.token,
  }[route.access];
  return {
    method: route.method,
    headers: {
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(route.method !== "GET" && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

async function ask(scene: CanaryScene, name: string, path: string, init: RequestInit, status: number) {
  const response = await scene.request(name, path, init);
  const text = await response.text();
  if (response.status === status && !text.includes('"type":"error"')) return;
  throw new Error(`${name}: ${response.status} instead of ${status}: ${text}`);
}
