import { clientAddress } from "../limits/client-address.ts";
import type { LimitKind } from "../limits/limit-figures.ts";
import type { LimitedCaller, RateLimits } from "../limits/rate-limits.ts";
import type { Route } from "../route.ts";

/** What the host of the app knows of a request beside it: who the connection's other end is. */
export interface HostBindings {
  peer?: string | undefined;
}

/** Under which limit a route stands; `none` for what must answer whatever else is broken. */
export function limitKindOf(route: Route): LimitKind | "none" {
  if (route.limit) return route.limit;
  switch (route.access) {
    case "customer":
      return "sign_in";
    case "session":
      return route.purpose === "stream" ? "turn" : "manage";
    default:
      return route.access;
  }
}

/** How a session's token gets past the limits: `check` before anything is read, `admit` while it is. */
export interface Admission {
  check: (caller: LimitedCaller) => void;
  admit: (caller: LimitedCaller) => Promise<void>;
}

/** The address by which a request is counted. */
export function addressOf({ headers }: Request, { peer }: HostBindings, trustedProxies = 0): string {
  return clientAddress(peer, headers.get("x-forwarded-for"), trustedProxies);
}

/** One request's way past the limits, and its address. */
export function admissionOf(
  route: Route,
  request: Request,
  host: HostBindings,
  { limits, trustedProxies }: { limits: RateLimits; trustedProxies?: number },
): Admission & { address: string } {
  const kind = limitKindOf(route);
  return {
    address: addressOf(request, host, trustedProxies),
    check: (caller) => {
      if (kind !== "none") limits.check(kind, caller);
    },
    admit: async (caller) => {
      if (kind !== "none") await limits.admit(kind, caller);
    },
  };
}
