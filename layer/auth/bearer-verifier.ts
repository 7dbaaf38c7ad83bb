/** Who the customer is, by their own bearer. */
export interface VerifiedCustomer {
  /** Digits. */
  customerId: string;
  /** The tenant; whether we know it is the tenant directory's affair. */
  clientId: string;
  /** The bearer's end in epoch seconds. */
  expiresAt: number;
}

/** `issuer_down`: nobody can say, since the issuer's keys cannot be read; it is not the bearer's fault. */
export type BearerVerdict =
  | { outcome: "verified"; customer: VerifiedCustomer }
  | { outcome: "refused" }
  | { outcome: "issuer_down" };

/** Trusts or refuses the bearer that a customer presents at sign-in. Never throws for a bad bearer. */
export interface BearerVerifier {
  verify(bearer: string): Promise<BearerVerdict>;
}
