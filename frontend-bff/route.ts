import type { Tenant } from "#layer/domain/tenant.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import type { BffDependencies } from "./dependencies.ts";
import type { TurnLocks } from "./turn/turn-lock.ts";

/** A customer who has shown their own bearer. */
export interface CustomerCaller {
  bearer: string;
  customerId: string;
  tenant: Tenant;
  /** The bearer's end, epoch seconds. */
  bearerExpiresAt: number;
}

/** A customer with a session of ours. */
export interface SessionCaller {
  session: Session;
  tenant: Tenant;
}

/** One request, its caller authenticated. */
export interface Call<Caller> {
  request: Request;
  requestId: string;
  caller: Caller;
}

/** What routes work with. */
export type RouteTools = BffDependencies & { turnLocks: TurnLocks };

type Handle<Caller> = (call: Call<Caller>, tools: RouteTools) => Promise<Response> | Response;

/**
 * A route says who may call it: `public`, a `customer` with their own bearer, or the holder of a `session` token. The
 * app authenticates before the handler is called.
 */
export type Route = { method: "GET" | "POST"; path: `/api/${string}` } & (
  | { access: "public"; handle: Handle<undefined> }
  | { access: "customer"; handle: Handle<CustomerCaller> }
  | { access: "session"; handle: Handle<SessionCaller> }
);
