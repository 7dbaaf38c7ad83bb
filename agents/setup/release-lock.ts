/** Held by the run that may change the agents of an environment. Instants are epoch milliseconds by the clocks of those who ask. */
export interface Lease {
  /** Fresh random text, another one for each run. */
  holder: string;
  sinceMs: number;
  /** When it lapses unless it is extended: a run that was killed cannot give it back. */
  untilMs: number;
}

/** One lease at most in each environment. All throw StoreDownError when the table cannot be reached. */
export interface ReleaseLock {
  /** Takes the lock when nobody holds it at `lease.sinceMs`; else answers who does. */
  take(lease: Lease): Promise<Lease | undefined>;
  /** False when somebody else holds it by now. */
  extend(lease: Lease): Promise<boolean>;
  /** No error when it is somebody else's by now. */
  give(holder: string): Promise<void>;
}
