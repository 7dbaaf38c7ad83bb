/** What a request is, as far as limits go; `origin`: a page on another origin that was refused. */
export type LimitKind = "sign_in" | "refresh" | "turn" | "manage" | "public" | "operator" | "origin";

/** Whom a limit counts: one customer, all customers of one tenant, one address of the network. */
export type LimitScope = "customer" | "tenant" | "address";

/** So many requests of each in one window. */
export interface LimitFigures {
  windowSeconds: number;
  customer: number;
  tenant: number;
  address: number;
  /**
   * What happens while nobody can count. What costs money or makes sessions is refused (`upstream_down`); reading, signing out and
   * deleting go on, since a customer must be able to do them whatever is broken, and the session row still guards them.
   */
  whenDown: "refuse" | "allow";
}

/**
 * A customer writes a message every few seconds at most. Many customers may share an address (an office, a mobile network), so
 * an address gets several customers' worth, and a tenant what its customers do in a rush.
 */
export const limitFigures: Readonly<Record<LimitKind, LimitFigures>> = {
  sign_in: { windowSeconds: 300, customer: 30, tenant: 6_000, address: 60, whenDown: "refuse" },
  refresh: { windowSeconds: 60, customer: 30, tenant: 6_000, address: 120, whenDown: "refuse" },
  turn: { windowSeconds: 60, customer: 20, tenant: 3_000, address: 240, whenDown: "refuse" },
  manage: { windowSeconds: 60, customer: 120, tenant: 12_000, address: 1_200, whenDown: "allow" },
  public: { windowSeconds: 60, customer: 240, tenant: 12_000, address: 240, whenDown: "allow" },
  operator: { windowSeconds: 60, customer: 60, tenant: 60, address: 60, whenDown: "allow" },
  origin: { windowSeconds: 60, customer: 120, tenant: 120, address: 120, whenDown: "allow" },
};
