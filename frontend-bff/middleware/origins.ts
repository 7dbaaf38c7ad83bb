import type { MiddlewareHandler } from "hono";
import { type Tenant, tenant as tenantRecord } from "#layer/domain/tenant.ts";
import type { BffDependencies } from "../dependencies.ts";
import { RefusalError } from "../refusal.ts";
import { addressOf, type HostBindings } from "./admission.ts";
import type { RequestVariables } from "./request-log.ts";

/** Where the page that made a request comes from, once that has been judged. */
export type JudgedOrigin = { kind: "none" | "own" | "refused" } | { kind: "tenant"; origin: string };

type OriginTools = Pick<BffDependencies, "tenants" | "publicOrigin" | "limits" | "trustedProxies">;

const corsHeaders = {
  "access-control-allow-methods": "GET, POST, PATCH, DELETE",
  "access-control-allow-headers": "authorization, content-type, if-match, last-event-id",
  "access-control-max-age": "300",
};
const exposedHeaders = "ETag, Retry-After, x-request-id";

/**
 * Which pages may call the BFF; judged before anything else of a request, and by comparing whole texts alone.
 *
 * 1. Without an `Origin` it is no page on another origin that asks (a browser sends it then): it passes, and the route decides.
 * 2. Our own page's origin passes: `PUBLIC_ORIGIN` when it is set, else the origin that the request itself was sent to, if
 *    that is encrypted or of this machine. A name that somebody pointed at us (DNS rebinding) is neither.
 * 3. Any other page must say whose it is, by `?t=<public key>` in the address of each call, as it does for `/api/config`; a
 *    preflight carries nothing else that could tell. The origin must be in that tenant's own set, `allowed_origins`.
 * 4. Once a token or bearer has named the caller's tenant, the origin must be in that tenant's set too (`holdOrigin`): a page
 *    of one tenant is of no use to another one's token. No union of tenants' sets is ever looked at.
 * 5. What fails is refused with 403 `origin_refused` and without any CORS header; the request is not carried out (ASVS 3.4.2, 3.5.2).
 *
 * To look a key up costs a read, and whoever asks may make keys up: each page refused is counted by its address, and from the limit on
 * pages on other origins are refused there unseen (429) until the minute is over.
 *
 * There are no cookies, so credentials are never allowed, and `null` or several origins are in no set. `Vary: Origin` always.
 */
export function origins(tools: OriginTools): MiddlewareHandler<RequestVariables> {
  return async (context, next) => {
    context.set("origin", { kind: "refused" });
    const judged = await judge(context.req.raw, context.env ?? {}, tools);
    context.set("origin", judged);
    if (judged.kind === "tenant" && isPreflight(context.req.raw)) {
      context.res = new Response(null, { status: 204, headers: corsHeaders });
    } else {
      await next();
    }
  };
}

/** Tells the browser what `origins` decided, on whatever answer came of it. Stands around it, errors included. */
export function originHeaders(): MiddlewareHandler<RequestVariables> {
  return async (context, next) => {
    await next();
    context.res.headers.append("vary", "Origin");
    const judged = context.get("origin");
    if (judged?.kind !== "tenant") return;
    context.res.headers.set("access-control-allow-origin", judged.origin);
    context.res.headers.set("access-control-expose-headers", exposedHeaders);
  };
}

/**
 * Holds a request to the set of the tenant that its caller belongs to.
 * @throws RefusalError `origin_refused`
 */
export function holdOrigin(judged: JudgedOrigin, tenant: Pick<Tenant, "allowed_origins"> | undefined): void {
  if (!isOf(judged, tenant)) throw new RefusalError("origin_refused");
}

function isOf(judged: JudgedOrigin, tenant: Pick<Tenant, "allowed_origins"> | undefined): boolean {
  if (judged.kind === "none" || judged.kind === "own") return true;
  return judged.kind === "tenant" && tenant?.allowed_origins.includes(judged.origin) === true;
}

async function judge(
  request: Request,
  host: HostBindings,
  { tenants, publicOrigin, limits, trustedProxies }: OriginTools,
): Promise<JudgedOrigin> {
  const origin = request.headers.get("origin");
  if (origin === null) return { kind: "none" };
  const url = new URL(request.url);
  if (origin === (publicOrigin ?? ownOriginOf(url))) return { kind: "own" };
  const caller = { address: addressOf(request, host, trustedProxies) };
  limits.check("origin", caller);
  const [publicKey, ...more] = url.searchParams.getAll("t");
  const isKey = more.length === 0 && tenantRecord.shape.public_key.safeParse(publicKey).success;
  const tenant = isKey && publicKey !== undefined ? await tenants.getByPublicKey(publicKey) : undefined;
  const judged: JudgedOrigin = { kind: "tenant", origin };
  if (!isOf(judged, tenant)) {
    await limits.admit("origin", caller);
    throw new RefusalError("origin_refused");
  }
  return judged;
}

const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

function ownOriginOf(url: URL): string | undefined {
  return url.protocol === "https:" || loopbackHosts.has(url.hostname) ? url.origin : undefined;
}

function isPreflight(request: Request): boolean {
  return request.method === "OPTIONS" && request.headers.has("access-control-request-method");
}
