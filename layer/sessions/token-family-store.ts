/**
 * One session's family of refresh tokens and its use. Times in epoch seconds. Refresh tokens are derived, never stored: a
 * family holds the number of the newest one, HMACs of it and of the one before, and when it was given out (see
 * `layer/auth/refresh-token.ts`).
 */
export interface TokenFamily {
  sessionId: string;
  clientId: string;
  customerId: string;
  /** 1 from sign-in on; one more with each rotation. */
  generation: number;
  /** HMAC of the newest refresh token. */
  head: string;
  /** HMAC of the one before it, which is good for ten seconds after the rotation. */
  parent: string | undefined;
  /** Milliseconds since the epoch. */
  rotatedAtMs: number;
  requestCount: number;
  lastUsedAt: number;
  /** Never extended. */
  absoluteEnd: number;
  revokedAt: number | undefined;
}

export type NewTokenFamily = Pick<
  TokenFamily,
  "sessionId" | "clientId" | "customerId" | "head" | "rotatedAtMs" | "absoluteEnd"
>;

/**
 * Token families, one item each in `session-tokens`; every write is one conditional update. Reads are consistent. A family
 * that is revoked or past its end takes no write and is never served as live.
 */
export interface TokenFamilyStore {
  /** @throws AppError `session_exists` when the session has one */
  create(family: NewTokenFamily): Promise<TokenFamily>;
  /** Also a revoked one, so that reuse can be told from garbage; undefined when there is none or its end has passed. */
  get(sessionId: string, clientId: string): Promise<TokenFamily | undefined>;
  /** head → parent, `next` → head, if `generation` is still the newest and nothing is revoked; false otherwise. */
  rotate(
    sessionId: string,
    clientId: string,
    rotation: { generation: number; next: string; rotatedAtMs: number },
  ): Promise<boolean>;
  /** Counts one request; false when the family is gone or revoked. */
  use(sessionId: string, clientId: string): Promise<boolean>;
  /** From the next read on nothing of the family is good. True for the call that did it. */
  revoke(sessionId: string, clientId: string): Promise<boolean>;
  /** Session ids of a tenant or of one of its customers, by the index: may miss what was made within the last second. */
  listSessions(
    clientId: string,
    customerId?: string,
  ): AsyncIterable<{ sessionId: string; customerId: string }>;
  remove(sessionId: string, clientId: string): Promise<void>;
  /** Whether there is a row, expired and revoked ones too; for proving that there is none. */
  exists(sessionId: string, clientId: string): Promise<boolean>;
}
