import type { TracePart } from "@aws-sdk/client-bedrock-agent-runtime";
import { readActionReply } from "./action-results.ts";
import type { AgentEvent } from "./agent-backend.ts";

interface Call {
  agent: string;
  group: string;
  action: string;
}

export interface TraceReader {
  /** What a trace says of an action; undefined when it is of something else. */
  read(part: TracePart): AgentEvent | undefined;
  /** Tokens of all model calls so far, by all agents. */
  readonly usage: { inputTokens: number; outputTokens: number };
}

/**
 * Reads a turn's traces. An observation does not name its action, so it is matched with the calls of its agent's step in
 * their order. Prompts, thoughts and answers in the traces are left alone.
 */
export function createTraceReader(): TraceReader {
  const open = new Map<string, Call[]>();
  const usage = { inputTokens: 0, outputTokens: 0 };
  return {
    usage,
    read({ trace, agentId, sessionId, collaboratorName }) {
      const step = trace?.orchestrationTrace;
      const tokens = [
        trace?.preProcessingTrace,
        trace?.routingClassifierTrace,
        step,
        trace?.postProcessingTrace,
      ].find((part) => part?.modelInvocationOutput)?.modelInvocationOutput?.metadata?.usage;
      usage.inputTokens += tokens?.inputTokens ?? 0;
      usage.outputTokens += tokens?.outputTokens ?? 0;

      const traceId = step?.invocationInput?.traceId ?? step?.observation?.traceId;
      const key = `${agentId}/${sessionId}/${traceId}`;
      const input = step?.invocationInput?.actionGroupInvocationInput;
      // Handed back to be confirmed: it has not begun, and will be told again when it does.
      if (input?.executionType === "RETURN_CONTROL") return undefined;
      if (input) {
        const call = {
          agent: collaboratorName ?? "supervisor",
          group: input.actionGroupName ?? "",
          action: input.apiPath?.replace(/^\//, "") ?? input.function ?? "",
        };
        open.set(key, [...(open.get(key) ?? []), call]);
        return { type: "action-started", ...call };
      }
      const text = step?.observation?.actionGroupInvocationOutput?.text;
      const call = text === undefined ? undefined : open.get(key)?.shift();
      return call && text !== undefined
        ? { type: "action-ended", ...call, ...readActionReply(call.action, text) }
        : undefined;
    },
  };
}
