import { prometheusMediaType, prometheusText } from "#layer/observability/prometheus-text.ts";
import type { Route } from "../route.ts";

/** `GET /api/metrics`: what this process has counted since it began, in Prometheus' text format; for operators. */
export const getMetrics: Route = {
  method: "GET",
  path: "/api/metrics",
  access: "operator",
  handle: (_call, { counters }) =>
    new Response(prometheusText(counters.read()), { headers: { "content-type": prometheusMediaType } }),
};
