/** A row as the table holds it: flat, so that its canonical form is plain. */
export type AuditRow = Record<string, string | number | boolean>;

/** A row as it is found; whoever could reach the table may have put anything there. */
export type FoundRow = Readonly<Record<string, unknown>>;

/** The rows of `audit-log-{env}`. Reads are consistent, but for `ofDay`. There is no update and no delete. */
export interface AuditRows {
  /** The row of the greatest `seq`. */
  head(tenantSession: string): Promise<FoundRow | undefined>;
  /** False, and nothing written, when that `seq` is taken. */
  insert(row: AuditRow): Promise<boolean>;
  /** The rows with `from <= seq <= to`, in order; all of them without bounds. */
  read(tenantSession: string, from?: number, to?: number): AsyncIterable<FoundRow>;
  /** The keys of a tenant's entries of one UTC day, by chain and seq; by an index, which is a moment behind. */
  ofDay(tenantDay: string): AsyncIterable<{ tenantSession: string; seq: number }>;
}
