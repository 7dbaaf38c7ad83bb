import { randomUUID } from "node:crypto";
import type { Clock } from "#layer/clock.ts";
import { type Log, silentLog } from "#layer/observability/log.ts";
import type { LocalFunctions } from "#local/lambda/functions.ts";
import type { Model } from "#local/model/model.ts";
import type { AgentRegistry } from "./agent-registry.ts";
import type { AgentRuntime } from "./agent-run.ts";
import { createAgentSessions } from "./agent-sessions.ts";
import { agentArn, aliasArn } from "./arns.ts";
import type { ControlPlane } from "./control-plane/control-plane.ts";
import { invokeAgentOperation } from "./invoke-agent.ts";
import { type HttpRequest, type HttpResponse, listenOnOnePort } from "./one-port.ts";
import { runAgent } from "./run-agent.ts";
import { type RuntimeSwitches, usualSwitches } from "./runtime-switches.ts";
import { BedrockServiceError } from "./service-error.ts";
import { answerJson, readJsonBody, type ServiceOperation } from "./service-operation.ts";

export interface LocalBedrockOptions {
  /** 0 takes a free one. */
  port: number;
  /** Where the agents are found; the control plane's own when there is one. */
  registry?: AgentRegistry;
  /** Its operations are served on the same port. */
  controlPlane?: Pick<ControlPlane, "operations" | "registry">;
  model: Model;
  functions: LocalFunctions;
  clock: Clock;
  /** What the documents leave open; see `runtime-switches.ts` for what is usual. */
  switches?: Partial<RuntimeSwitches>;
  /** The functions' resource policies; every agent may invoke every function unless said. */
  mayInvoke?: (agentArn: string, functionArn: string) => boolean;
  /** Service-made ids; UUIDs unless said. */
  newId?: () => string;
  log?: Log;
}

export interface LocalBedrock {
  url: string;
  port: number;
  /** Stops every turn and connection. */
  close(): Promise<void>;
}

/**
 * The local Bedrock, for the unmodified AWS SDKs (`AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME`): InvokeAgent over HTTP/1.1 and
 * h2c on one loopback port. Signatures are not checked. A caller who leaves ends the turn at once: the model's and the
 * functions' signals are aborted.
 * @throws AppError `port_in_use`
 */
export async function startLocalBedrock(options: LocalBedrockOptions): Promise<LocalBedrock> {
  const { controlPlane, model, functions, clock, newId = randomUUID, log = silentLog } = options;
  const registry = options.registry ?? controlPlane?.registry ?? { resolve: () => undefined };
  const runtime: AgentRuntime = {
    registry,
    model,
    functions,
    clock,
    newId,
    sessions: createAgentSessions(clock),
    aliasArn,
    mayInvoke: ({ agentId }, functionArn) => options.mayInvoke?.(agentArn(agentId), functionArn) ?? true,
    switches: { ...usualSwitches, ...options.switches },
    runAgent: (run) => runAgent(runtime, run),
  };
  const operations = [invokeAgentOperation(runtime, log), ...(controlPlane?.operations ?? [])];
  const running = new Set<AbortController>();

  async function serve(request: HttpRequest, response: HttpResponse): Promise<void> {
    const requestId = newId();
    const turn = new AbortController();
    running.add(turn);
    response.on("close", () => turn.abort());
    response.on("error", () => turn.abort());
    try {
      await dispatch(operations, request, { response, requestId, signal: turn.signal });
    } catch (error) {
      if (response.headersSent || turn.signal.aborted) return void response.end();
      const failure =
        error instanceof BedrockServiceError
          ? error
          : new BedrockServiceError("internalServerException", "The server encountered an internal error.");
      const { status, message, detail, errorType } = failure;
      answerJson(response, { status, body: { message, ...detail }, requestId, errorType });
    } finally {
      running.delete(turn);
    }
  }

  const door = await listenOnOnePort(options.port, (request, response) => void serve(request, response));
  return {
    url: `http://127.0.0.1:${door.port}`,
    port: door.port,
    close() {
      for (const turn of running) turn.abort();
      return door.close();
    },
  };
}

async function dispatch(
  operations: readonly ServiceOperation[],
  request: HttpRequest,
  call: { response: HttpResponse; requestId: string; signal: AbortSignal },
): Promise<void> {
  const body = await readJsonBody(request);
  const [path = "/", ...query] = request.url?.split("?") ?? [];
  for (const operation of operations) {
    const match = request.method === operation.method ? operation.path.exec(path) : null;
    if (match) {
      const parts = match.slice(1).map(decode);
      return operation.handle({ ...call, parts, query: new URLSearchParams(query.join("?")), body });
    }
  }
  const known = operations.map(({ name, method, template }) => `${name} (${method} ${template})`);
  answerJson(call.response, {
    status: 404,
    errorType: "UnknownOperationException",
    requestId: call.requestId,
    body: { message: `The local Bedrock does not emulate this. It emulates: ${known.join(", ")}.` },
  });
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new BedrockServiceError("validationException", "The path is not percent-encoded correctly.");
  }
}
