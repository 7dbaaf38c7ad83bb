import { describe, expect, it } from "vitest";
import { counterNames } from "#layer/observability/counters.ts";
import { createMemoryCounters } from "#layer/observability/memory-counters.ts";
import { prometheusText } from "#layer/observability/prometheus-text.ts";

function scene() {
  const logged: unknown[] = [];
  const counters = createMemoryCounters({
    log: (level, event, fields) => logged.push({ level, event, ...fields }),
  });
  const valuesOf = (name: string) => counters.read().find((metric) => metric.name === name)?.values;
  return { counters, logged, valuesOf };
}

describe("counters in memory", () => {
  it("tell every security event from the start, with zero", () => {
    const { valuesOf } = scene();

    expect(valuesOf("pf360_security_events_total")).toEqual(
      counterNames.map((event) => ({ labels: { event }, value: 0 })),
    );
  });

  it("count an event and write it into the log, so that many processes add up there", () => {
    const { counters, logged, valuesOf } = scene();

    counters.count("refresh_reuse");
    counters.count("refresh_reuse");

    expect(valuesOf("pf360_security_events_total")).toContainEqual({
      labels: { event: "refresh_reuse" },
      value: 2,
    });
    expect(logged).toEqual(
      Array.from({ length: 2 }, () => ({ level: "warn", event: "security-event", code: "refresh_reuse" })),
    );
  });

  it("count requests by route, method and class of status", () => {
    const { counters, valuesOf } = scene();

    for (const status of [200, 204, 401]) counters.request("/api/session", "POST", status);
    counters.request("unknown", "any", 404);

    expect(valuesOf("pf360_http_requests_total")).toEqual([
      { labels: { route: "/api/session", method: "POST", status: "2xx" }, value: 2 },
      { labels: { route: "/api/session", method: "POST", status: "4xx" }, value: 1 },
      { labels: { route: "unknown", method: "any", status: "4xx" }, value: 1 },
    ]);
  });

  it("keep the last value of a gauge, and are silent about one that nobody has set", () => {
    const { counters, valuesOf } = scene();
    const before = valuesOf("pf360_sweeper_lag_seconds");

    counters.gauge("sweeper_lag_seconds", 40);
    counters.gauge("sweeper_lag_seconds", 7);

    expect(before).toBeUndefined();
    expect(valuesOf("pf360_sweeper_lag_seconds")).toEqual([{ labels: {}, value: 7 }]);
  });
});

describe("Prometheus' text", () => {
  it("says help and type once a metric, then each value with its labels", () => {
    const { counters } = scene();
    counters.turn("completed");

    const text = prometheusText(counters.read());

    expect(text).toContain(
      "# HELP pf360_turns_total Ended chat turns by outcome.\n# TYPE pf360_turns_total counter\n" +
        'pf360_turns_total{outcome="completed"} 1\npf360_turns_total{outcome="failed"} 0\n',
    );
    expect(text.endsWith("\n")).toBe(true);
    expect(text).not.toContain("pf360_http_requests_total");
  });

  it("escapes what would end a label or a line", () => {
    const text = prometheusText([
      {
        name: "m",
        type: "gauge",
        help: "one\ntwo\\",
        values: [{ labels: { l: 'a"b\\c\nd' }, value: 0.5 }],
      },
    ]);

    expect(text).toBe('# HELP m one\\ntwo\\\\\n# TYPE m gauge\nm{l="a\\"b\\\\c\\nd"} 0.5\n');
  });
});
