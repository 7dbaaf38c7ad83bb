import type { OrchestrationTrace, TracePart } from "@aws-sdk/client-bedrock-agent-runtime";
import { describe, expect, it } from "vitest";
import { deedIn } from "#agents/setup/bedrock-turn-watch.ts";

const part = (orchestrationTrace: OrchestrationTrace, collaboratorName?: string): TracePart => ({
  ...(collaboratorName && { collaboratorName }),
  trace: { orchestrationTrace },
});
const call = (more: object = {}) => ({
  actionGroupInvocationInput: {
    actionGroupName: "notes-actions",
    apiPath: "/get_notes",
    verb: "post",
    parameters: [
      { name: "project_id", type: "string", value: "8715990" },
      { name: "session_id", type: "string", value: "s_secret" },
    ],
    ...more,
  },
});

describe("deedIn", () => {
  it("tells a handover, a call with its arguments, and what came of it", () => {
    const handover = {
      agentCollaboratorInvocationInput: {
        agentCollaboratorName: "notes",
        agentCollaboratorAliasArn: "arn:aws:bedrock:us-east-1:000000000000:agent-alias/A/B",
        input: { type: "TEXT" as const, text: "Which notes?" },
      },
    };
    expect(deedIn(part({ invocationInput: handover }))).toEqual({
      type: "handover",
      from: "supervisor",
      to: "notes",
      text: "Which notes?",
    });
    expect(deedIn(part({ invocationInput: call() }, "notes"))).toEqual({
      type: "call",
      agent: "notes",
      action: "get_notes",
      arguments: { project_id: "8715990", session_id: "(hidden)" },
    });
    const observation = { actionGroupInvocationOutput: { text: '{"outcome":"ok"}' } };
    expect(deedIn(part({ observation }, "notes"))).toEqual({
      type: "result",
      agent: "notes",
      text: '{"outcome":"ok"}',
    });
  });

  it("reads the arguments of a body as well", () => {
    const requestBody = {
      content: { "application/json": [{ name: "note_text", type: "string", value: "Hi" }] },
    };
    expect(deedIn(part({ invocationInput: call({ parameters: [], requestBody }) }, "notes"))).toMatchObject({
      arguments: { note_text: "Hi" },
    });
  });

  it("tells nothing of what is handed back to be confirmed, nor of thoughts", () => {
    expect(deedIn(part({ invocationInput: call({ executionType: "RETURN_CONTROL" }) }))).toBeUndefined();
    expect(deedIn(part({ rationale: { text: "I should look.", traceId: "t" } }))).toBeUndefined();
    expect(deedIn({})).toBeUndefined();
  });
});
