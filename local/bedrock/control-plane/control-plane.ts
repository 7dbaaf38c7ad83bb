import { randomInt } from "node:crypto";
import type { Clock } from "#layer/clock.ts";
import type { AgentRegistry } from "../agent-registry.ts";
import { BedrockServiceError } from "../service-error.ts";
import type { ServiceCall, ServiceOperation } from "../service-operation.ts";
import { actionGroupOperations } from "./action-group-operations.ts";
import { adminOperations } from "./admin.ts";
import { agentOperations } from "./agent-operations.ts";
import { aliasOperations } from "./alias-operations.ts";
import { type CallLog, createCallLog, type LoggedCall } from "./call-log.ts";
import { collaboratorOperations } from "./collaborator-operations.ts";
import { aboutAgent, answerControl, cutConnection, rawInput, textIn } from "./control-call.ts";
import type { ControlOperation } from "./control-operation.ts";
import { createFaults, type Fault, faultError } from "./faults.ts";
import { createStateFile } from "./file-state.ts";
import { frozenAgent } from "./frozen-agents.ts";
import type { Plane } from "./plane.ts";
import { createRateLimits } from "./rate-limits.ts";
import { settle } from "./settle.ts";
import { emptyState, type PlaneState } from "./state.ts";
import { tagOperations } from "./tag-operations.ts";
import { versionOperations } from "./version-operations.ts";

/** What may change while it runs (`POST /_bedrock/settings`). */
export interface ControlPlaneSettings {
  /** How long a transition takes; 0: until the next call. */
  latencyMs: number;
  /** Whether the published calls a second are enforced. */
  rateLimits: boolean;
  /** In which state UpdateAgent leaves an agent that was prepared; the service is said to do both. */
  updateEnds: "NOT_PREPARED" | "PREPARED";
}

export interface ControlPlaneOptions extends Partial<ControlPlaneSettings> {
  clock: Clock;
  /** Moves the clock forwards, for `POST /_bedrock/clock`; without it the clock cannot be moved. */
  advanceClock?: (ms: number) => void;
  /** Where the state stays; in memory without it. */
  dataDir?: string | undefined;
  /** Ids of ten upper-case letters and digits; random unless said. */
  newId?: () => string;
}

export interface ControlPlane {
  /** For the server: all operations of `bedrock-agent`, and the admin under `/_bedrock`. */
  operations: ServiceOperation[];
  /** For the runtime: what each alias runs now. */
  registry: AgentRegistry;
  settings: ControlPlaneSettings;
  addFault(fault: Fault): void;
  calls: CallLog["all"];
  /** A copy of the whole state, as of now. */
  snapshot(): PlaneState;
  /** Forgets faults and calls, and with `everything` all agents too. */
  reset(everything: boolean): void;
}

export const controlOperations: readonly ControlOperation[] = [
  ...agentOperations,
  ...actionGroupOperations,
  ...collaboratorOperations,
  ...aliasOperations,
  ...versionOperations,
  ...tagOperations,
];

/**
 * The control plane of Bedrock Agents as the facts have it. Nothing happens between two calls: each first ends the transitions
 * that are due by the clock. A call is carried out wholly or not at all, and is on disk before it is answered.
 * @throws ConfigError for a state file that cannot be read
 */
export function createControlPlane(options: ControlPlaneOptions): ControlPlane {
  const { clock, newId = randomId, dataDir } = options;
  const { latencyMs = 0, rateLimits = false, updateEnds = "NOT_PREPARED" } = options;
  const settings: ControlPlaneSettings = { latencyMs, rateLimits, updateEnds };
  const file = dataDir === undefined ? undefined : createStateFile(dataDir);
  let state = file?.read() ?? emptyState();
  const faults = createFaults();
  const calls = createCallLog();
  const limits = createRateLimits();

  function settled(): PlaneState {
    if (settle(state, clock.nowMs())) file?.write(state);
    return state;
  }

  function planeOf(fault: Fault | undefined): Plane {
    const nowMs = clock.nowMs();
    const freeId = (): string => {
      const id = newId();
      return id in state.agents ? freeId() : id;
    };
    return {
      state,
      nowMs,
      now: new Date(nowMs).toISOString(),
      latencyMs: settings.latencyMs,
      updateEnds: settings.updateEnds,
      newId: freeId,
      failureReasons: fault?.kind === "failed" ? fault.reasons : undefined,
    };
  }

  function serve(operation: ControlOperation, call: ServiceCall): void {
    const raw = rawInput(operation, call);
    settled();
    const about = aboutAgent(raw, state);
    const entry: LoggedCall = {
      at: new Date(clock.nowMs()).toISOString(),
      operation: operation.name,
      write: operation.isWrite,
      ...about,
      status: operation.status,
    };
    const fault = faults.take(operation.name, [about.agent_id, about.agent_name]);
    if (fault?.kind === "cut_before") {
      calls.add({ ...entry, status: 0 });
      cutConnection(call.response);
      return;
    }
    try {
      if (settings.rateLimits) limits.take(operation.name, clock.nowMs());
      const error = fault && faultError(fault, operation.name, textIn(raw, "foundationModel"));
      if (error) throw error;
      const reply = operation.run(raw, planeOf(fault));
      if (operation.isWrite) file?.write(state);
      if (fault?.kind === "cut_after") {
        calls.add({ ...entry, status: 0 });
        cutConnection(call.response);
        return;
      }
      calls.add(entry);
      answerControl(call, operation.status, reply);
    } catch (error) {
      const known = error instanceof BedrockServiceError ? error : undefined;
      const [status, name] = [known?.status ?? 500, known?.errorType ?? "InternalServerException"];
      calls.add({ ...entry, status, error: name });
      throw error;
    }
  }

  const controlPlane: ControlPlane = {
    operations: [],
    registry: { resolve: (agentId, aliasId) => frozenAgent(settled(), agentId, aliasId) },
    settings,
    addFault: faults.add,
    calls: calls.all,
    snapshot: () => structuredClone(settled()),
    reset(everything) {
      faults.clear();
      calls.clear();
      if (!everything) return;
      state = emptyState();
      file?.write(state);
    },
  };
  controlPlane.operations = [
    ...controlOperations.map(
      (operation): ServiceOperation => ({
        ...operation,
        handle: async (call) => serve(operation, call),
      }),
    ),
    ...adminOperations(controlPlane, options.advanceClock),
  ];
  return controlPlane;
}

function randomId(): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  return Array.from({ length: 10 }, () => letters.charAt(randomInt(letters.length))).join("");
}
