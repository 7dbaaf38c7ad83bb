/** What an audit can find. `open` is an intent whose outcome never came; all else should not be possible. */
export type FindingKind =
  | "malformed"
  | "wrong_hash"
  | "broken_link"
  | "missing_entry"
  | "clock_ran_back"
  | "outcome_without_intent"
  | "second_outcome"
  | "open"
  | "seal_missing"
  | "seal_malformed"
  | "seal_wrong_hash"
  | "seal_broken_link"
  | "seal_mismatch";

export interface Finding {
  kind: FindingKind;
  chain?: string;
  seq?: number;
  day?: string;
  /** Of an `open` intent. */
  action?: string;
  ageSeconds?: number;
}

/** The finding in one line. */
export function printFinding({ kind, chain, seq, day, action, ageSeconds }: Finding): string {
  const place = [
    day,
    chain !== undefined && `chain ${chain}`,
    seq !== undefined && `entry ${seq}`,
    action,
    ageSeconds !== undefined && `${ageSeconds} s old`,
  ];
  return [kind, ...place.filter(Boolean)].join("  ");
}
