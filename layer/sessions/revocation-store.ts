/** When a whole tenant or one customer was signed out: milliseconds since the epoch, 0 for never. */
export interface RevocationMarks {
  tenant: number;
  customer: number;
}

/**
 * The marks that end many sessions at once. A session keeps the marks of its sign-in; where a newer one stands, it is over.
 * A mark rises with each revocation, whatever the clock does, and is kept until every session of its time has ended by
 * itself. Reads are consistent.
 */
export interface RevocationStore {
  /** The customer by the HMAC that their sessions and tokens carry, so that no mark says who they are. */
  read(clientId: string, subject: string): Promise<RevocationMarks>;
  /** Ends every session of that name, of the whole tenant without one. */
  revoke(clientId: string, subject?: string): Promise<void>;
}
