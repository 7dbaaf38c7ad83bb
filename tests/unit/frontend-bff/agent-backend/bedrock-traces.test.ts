import type { InvocationInput, Observation, TracePart } from "@aws-sdk/client-bedrock-agent-runtime";
import { describe, expect, it } from "vitest";
import { createTraceReader } from "#frontend-bff/agent-backend/bedrock-traces.ts";

const from = (collaboratorName: string | undefined, orchestrationTrace: object): TracePart => ({
  agentId: collaboratorName ?? "SUP",
  sessionId: "s",
  ...(collaboratorName !== undefined && { collaboratorName }),
  trace: { orchestrationTrace } as TracePart["trace"],
});
const calls = (action: string, traceId = "t-0"): { invocationInput: InvocationInput } => ({
  invocationInput: {
    traceId,
    invocationType: "ACTION_GROUP",
    actionGroupInvocationInput: { actionGroupName: "notes-actions", apiPath: `/${action}`, verb: "post" },
  },
});
const answers = (outcome: string, traceId = "t-0"): { observation: Observation } => ({
  observation: {
    traceId,
    type: "ACTION_GROUP",
    actionGroupInvocationOutput: { text: JSON.stringify({ outcome }) },
  },
});
const readAll = (parts: TracePart[]) => {
  const reader = createTraceReader();
  const events = parts.map((part) => reader.read(part));
  return { events, usage: reader.usage };
};

describe("the trace reader", () => {
  it("matches answers with the calls of their agent's step, in order", () => {
    const { events } = readAll([
      from("notes", calls("get_notes")),
      from("scheduling", calls("get_time_slots")),
      from("notes", calls("add_note")),
      from("notes", answers("ok")),
      from("scheduling", answers("slot_taken")),
      from("notes", answers("not_found")),
    ]);

    expect(events.slice(3)).toEqual([
      expect.objectContaining({ type: "action-ended", action: "get_notes", agent: "notes", outcome: "ok" }),
      expect.objectContaining({ action: "get_time_slots", agent: "scheduling", outcome: "slot_taken" }),
      expect.objectContaining({ action: "add_note", agent: "notes", outcome: "not_found" }),
    ]);
  });

  it("calls the invoked agent the supervisor", () => {
    const { events } = readAll([from(undefined, calls("add_note"))]);

    expect(events).toEqual([
      { type: "action-started", agent: "supervisor", group: "notes-actions", action: "add_note" },
    ]);
  });

  it("makes nothing of an answer without a call, of thoughts, or of a trace that it does not know", () => {
    const { events } = readAll([
      from("notes", answers("ok")),
      from("notes", { rationale: { traceId: "t-0", text: "I think" } }),
      from("notes", { observation: { traceId: "t-0", type: "FINISH", finalResponse: { text: "Done." } } }),
      { trace: { failureTrace: { failureReason: "no" } } },
      {},
    ]);

    expect(events).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it("adds up the tokens of all agents", () => {
    const used = (inputTokens: number, outputTokens: number) => ({
      modelInvocationOutput: { traceId: "t-0", metadata: { usage: { inputTokens, outputTokens } } },
    });

    const { usage } = readAll([from(undefined, used(10, 1)), from("notes", used(5, 2)), from("notes", {})]);

    expect(usage).toEqual({ inputTokens: 15, outputTokens: 3 });
  });

  it.each(["preProcessingTrace", "routingClassifierTrace", "postProcessingTrace"])(
    "counts the tokens of a %s",
    (kind) => {
      const modelInvocationOutput = { metadata: { usage: { inputTokens: 4, outputTokens: 2 } } };
      const trace = { [kind]: { modelInvocationOutput } } as unknown as TracePart["trace"];

      expect(readAll([{ trace }]).usage).toEqual({ inputTokens: 4, outputTokens: 2 });
    },
  );

  it("tells an action that was handed back first when it really begins, once", () => {
    const handed = calls("add_note");
    Object.assign(handed.invocationInput.actionGroupInvocationInput ?? {}, {
      executionType: "RETURN_CONTROL",
      invocationId: "i-1",
    });

    const { events } = readAll([
      from("notes", handed),
      from("notes", calls("add_note")),
      from("notes", answers("ok")),
      from("notes", answers("ok")),
    ]);

    expect(events.map((event) => event?.type)).toEqual([
      undefined,
      "action-started",
      "action-ended",
      undefined,
    ]);
  });
});
