import {
  counterNames,
  type GaugeName,
  type Metric,
  type ReadableCounters,
  turnOutcomes,
} from "./counters.ts";
import type { Log } from "./log.ts";

/**
 * Counts in this process's memory. Every name of a closed list is told from the start, with zero, so that a rate can be
 * taken of its first event; a gauge is told once it has been set.
 */
export function createMemoryCounters({ log }: { log: Log }): ReadableCounters {
  const events = new Map<string, number>(counterNames.map((name) => [name, 0]));
  const turns = new Map<string, number>(turnOutcomes.map((name) => [name, 0]));
  const requests = new Map<string, { labels: Record<string, string>; value: number }>();
  const gauges = new Map<GaugeName, number>();

  return {
    count(name) {
      increase(events, name);
      log("warn", "security-event", { code: name });
    },
    request(route, method, status) {
      const labels = { route, method, status: `${Math.floor(status / 100)}xx` };
      const key = JSON.stringify(labels);
      const counted = requests.get(key) ?? { labels, value: 0 };
      counted.value += 1;
      requests.set(key, counted);
    },
    turn: (outcome) => increase(turns, outcome),
    gauge: (name, value) => void gauges.set(name, value),
    read: () => [
      {
        name: "pf360_security_events_total",
        type: "counter",
        help: "Refused and suspicious requests by kind.",
        values: labelled("event", events),
      },
      {
        name: "pf360_http_requests_total",
        type: "counter",
        help: "Answered requests by route, method and class of status.",
        values: [...requests.values()].map(({ labels, value }) => ({ labels, value })),
      },
      {
        name: "pf360_turns_total",
        type: "counter",
        help: "Ended chat turns by outcome.",
        values: labelled("outcome", turns),
      },
      ...[...gauges].map(
        ([name, value]): Metric => ({
          name: `pf360_${name}`,
          type: "gauge",
          help: helpOf[name],
          values: [{ labels: {}, value }],
        }),
      ),
    ],
  };
}

const helpOf: Readonly<Record<GaugeName, string>> = {
  sweeper_lag_seconds: "How long the oldest item that the sweeper found had been past its end.",
};

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function labelled(label: string, counts: ReadonlyMap<string, number>): Metric["values"] {
  return [...counts].map(([name, value]) => ({ labels: { [label]: name }, value }));
}
