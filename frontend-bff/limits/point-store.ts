/** How many points one key has, and for how long the store must remember what was taken. */
export interface PointLimit {
  most: number;
  windowSeconds: number;
}

/** Counts points by key. A key is of one window and is never used again after it. */
export interface PointStore {
  /** Takes one point; false when there was none left. Rejects when the store cannot count. */
  take(key: string, limit: PointLimit): Promise<boolean>;
  /** Puts one point back. */
  giveBack(key: string, limit: PointLimit): Promise<void>;
}
