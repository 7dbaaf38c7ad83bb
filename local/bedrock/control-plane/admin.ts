import * as z from "zod";
import { answerJson, type ServiceCall, type ServiceOperation } from "../service-operation.ts";
import type { ControlPlane } from "./control-plane.ts";
import { faultBody } from "./faults.ts";

const settingsBody = z.strictObject({
  latency_ms: z.int().min(0).max(600_000).optional(),
  rate_limits: z.boolean().optional(),
  update_ends: z.enum(["NOT_PREPARED", "PREPARED"]).optional(),
});
const resetBody = z.strictObject({ everything: z.boolean().default(false) });
const clockBody = z.strictObject({ advance_ms: z.int().min(0) });

/** The paths under `/_bedrock`, for tests and for people; a wrong body is a 400 that names the field. */
export function adminOperations(
  controlPlane: ControlPlane,
  advanceClock: ((ms: number) => void) | undefined,
): ServiceOperation[] {
  const routes: { method: string; name: string; run: (body: unknown) => object }[] = [
    { method: "GET", name: "calls", run: () => ({ calls: controlPlane.calls() }) },
    {
      method: "POST",
      name: "faults",
      run(body) {
        const fault = faultBody.parse(body);
        controlPlane.addFault(fault);
        return fault;
      },
    },
    {
      method: "POST",
      name: "settings",
      run(body) {
        const { latency_ms, rate_limits, update_ends } = settingsBody.parse(body);
        const { settings } = controlPlane;
        settings.latencyMs = latency_ms ?? settings.latencyMs;
        settings.rateLimits = rate_limits ?? settings.rateLimits;
        settings.updateEnds = update_ends ?? settings.updateEnds;
        return {
          latency_ms: settings.latencyMs,
          rate_limits: settings.rateLimits,
          update_ends: settings.updateEnds,
        };
      },
    },
    {
      method: "POST",
      name: "reset",
      run(body) {
        controlPlane.reset(resetBody.parse(body).everything);
        return {};
      },
    },
  ];
  if (advanceClock) {
    routes.push({
      method: "POST",
      name: "clock",
      run(body) {
        advanceClock(clockBody.parse(body).advance_ms);
        return {};
      },
    });
  }
  return routes.map(({ method, name, run }) => ({
    method,
    name: `_bedrock ${name}`,
    template: `/_bedrock/${name}`,
    path: new RegExp(`^/_bedrock/${name}/?$`),
    handle: async (call) => answerAdmin(call, run),
  }));
}

function answerAdmin({ response, requestId, body = {} }: ServiceCall, run: (body: unknown) => object): void {
  try {
    answerJson(response, { status: 200, body: run(body), requestId });
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    const keys = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
    const field = [...(issue?.path ?? []), ...keys].join(".") || "body";
    const problem = { code: "bad_request", field, message: issue?.message ?? "invalid" };
    answerJson(response, { status: 400, body: { error: problem }, requestId });
  }
}
