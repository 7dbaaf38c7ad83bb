import type { TokenPurpose } from "#layer/auth/session-token.ts";
import type { Tenant } from "#layer/domain/tenant.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import type { BffDependencies } from "./dependencies.ts";
import type { LimitKind } from "./limits/limit-figures.ts";
import type { LimitedCaller } from "./limits/rate-limits.ts";
import type { JudgedOrigin } from "./middleware/origins.ts";
import type { RunningTurns } from "./turn/running-turns.ts";
import type { ShownValues } from "./turn/shown-values.ts";

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
  /** When the presented token was issued, epoch seconds. */
  tokenIssuedAt: number;
}

/** Somebody with a refresh token in the body, of whom nothing is known until the handler has read it. */
export interface RefreshCaller {
  /**
   * Takes the points of customer and tenant; the address's are taken already.
   * @throws RefusalError `rate_limited`, or `upstream_down` when nobody can count
   */
  admit(known: Required<Pick<LimitedCaller, "clientId" | "subject">>): Promise<void>;
}

/** One request, its caller authenticated. */
export interface Call<Caller> {
  request: Request;
  requestId: string;
  /** Already held to the caller's tenant, but with access `refresh`, where the handler calls `holdOrigin` when it knows it. */
  origin: JudgedOrigin;
  caller: Caller;
}

/** What routes work with. */
export type RouteTools = BffDependencies & {
  runningTurns: RunningTurns;
  shownValues: ShownValues;
};

type Handle<Caller> = (call: Call<Caller>, tools: RouteTools) => Promise<Response> | Response;

/**
 * A route says who may call it: anybody (`public`), a `customer` with their own bearer, the holder of a `session` token made
 * for that purpose, or an `operator` with a key. The app authenticates before the handler is called; only with `refresh` the
 * credential stands in the body, and the handler checks it itself.
 */
export type Route = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: `/api/${string}`;
  /** The limit it stands under, when it is not the one that its access says (see middleware/admission.ts). */
  limit?: LimitKind | "none";
} & (
  | { access: "public" | "operator"; handle: Handle<undefined> }
  | { access: "refresh"; handle: Handle<RefreshCaller> }
  | { access: "customer"; handle: Handle<CustomerCaller> }
  | { access: "session"; purpose: TokenPurpose; handle: Handle<SessionCaller> }
);
