/**
 * What is worth an alarm. Closed, so that no name can hold anything personal: tokens past their end, bad or missing in any
 * other way (customers' bearers and refresh tokens too) or made for other routes, a refresh token used again, an origin or a
 * flood refused, the limiter out of reach, attempts across tenants or customers, a bearer that is no operator's.
 */
export const counterNames = [
  "token_expired",
  "token_refused",
  "wrong_purpose",
  "refresh_reuse",
  "origin_refused",
  "rate_limited",
  "limiter_down",
  "cross_tenant",
  "identity_mismatch",
  "operator_refused",
] as const;
export type CounterName = (typeof counterNames)[number];

export const turnOutcomes = ["completed", "failed", "abandoned"] as const;
export type TurnOutcome = (typeof turnOutcomes)[number];

/** Values that rise and fall. `sweeper_lag_seconds`: by how much the oldest item that the sweeper found was past its end. */
export const gaugeNames = ["sweeper_lag_seconds"] as const;
export type GaugeName = (typeof gaugeNames)[number];

/** Counts what happens in this process. Never throws. */
export interface Counters {
  /** A security event; also a log line, so that the events of many processes add up. */
  count(name: CounterName): void;
  /** An answered request, by its route's path (`unknown` for none of ours) and method. */
  request(route: string, method: string, status: number): void;
  /** An ended turn. */
  turn(outcome: TurnOutcome): void;
  gauge(name: GaugeName, value: number): void;
}

/** One metric with its values, in the words of Prometheus. */
export interface Metric {
  name: string;
  type: "counter" | "gauge";
  help: string;
  values: readonly { labels: Readonly<Record<string, string>>; value: number }[];
}

/** Counters that tell what they counted since the process began. */
export interface ReadableCounters extends Counters {
  read(): readonly Metric[];
}
