import { controlOperations } from "#local/bedrock/control-plane/control-plane.ts";
import type { Plane } from "#local/bedrock/control-plane/plane.ts";
import { settle } from "#local/bedrock/control-plane/settle.ts";
import { emptyState } from "#local/bedrock/control-plane/state.ts";

export const startMs = Date.parse("2026-11-23T15:00:00Z");

/** The control plane's operations on a state, without HTTP; ids are `ID00000001` and so on. */
export function drivenPlane({ latencyMs = 0, updateEnds = "NOT_PREPARED" as Plane["updateEnds"] } = {}) {
  const state = emptyState();
  let nowMs = startMs;
  let lastId = 0;
  return {
    state,
    nowMs: () => nowMs,
    /** Time passes, and what is due happens. */
    advance(ms: number): void {
      nowMs += ms;
      settle(state, nowMs);
    },
    /** @throws BedrockServiceError */
    run(name: string, raw: object, failureReasons?: string[]): object | undefined {
      const operation = controlOperations.find((one) => one.name === name);
      if (!operation) throw new Error(`There is no operation ${name}.`);
      settle(state, nowMs);
      return operation.run(raw, {
        state,
        nowMs,
        now: new Date(nowMs).toISOString(),
        latencyMs,
        updateEnds,
        newId() {
          lastId += 1;
          return `ID${String(lastId).padStart(8, "0")}`;
        },
        failureReasons,
      });
    },
  };
}
