import type {
  BedrockAgentRuntimeClient,
  InvokeAgentCommandOutput,
  ResponseStream,
  TracePart,
} from "@aws-sdk/client-bedrock-agent-runtime";

/** What an agent does in a turn beside speaking; only for the eyes of a developer. */
export type Deed =
  | { type: "handover"; from: string; to: string; text: string }
  | { type: "call"; agent: string; action: string; arguments: Readonly<Record<string, string>> }
  | { type: "result"; agent: string; text: string };

/** Shows all traces that come through the client; the streams themselves are passed on untouched. */
export function watchDeeds(client: BedrockAgentRuntimeClient, show: (deed: Deed) => void): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const output = result.output as InvokeAgentCommandOutput;
      if (output.completion) output.completion = watched(output.completion, show);
      return result;
    },
    { step: "initialize", name: "watchDeeds" },
  );
}

async function* watched(
  stream: AsyncIterable<ResponseStream>,
  show: (deed: Deed) => void,
): AsyncIterable<ResponseStream> {
  for await (const event of stream) {
    const deed = event.trace && deedIn(event.trace);
    if (deed) show(deed);
    yield event;
  }
}

/** Undefined for what tells of no deed: prompts, thoughts, answers. */
export function deedIn({ trace, collaboratorName = "supervisor" }: TracePart): Deed | undefined {
  const { invocationInput, observation } = trace?.orchestrationTrace ?? {};
  const agent = collaboratorName;
  const handover = invocationInput?.agentCollaboratorInvocationInput;
  if (handover) {
    const { agentCollaboratorName: to = "", input } = handover;
    return { type: "handover", from: agent, to, text: input?.text ?? "" };
  }
  const call = invocationInput?.actionGroupInvocationInput;
  // One that is handed back to be confirmed has not begun; it is told again when it does.
  if (call && call.executionType !== "RETURN_CONTROL") {
    const body = Object.values(call.requestBody?.content ?? {}).flat();
    const given = [...(call.parameters ?? []), ...body];
    return {
      type: "call",
      agent,
      action: call.apiPath?.replace(/^\//, "") ?? call.function ?? "",
      arguments: Object.fromEntries(
        given.map(({ name = "", value = "" }) => [name, shownValue(name, value)]),
      ),
    };
  }
  const text = observation?.actionGroupInvocationOutput?.text;
  return text === undefined ? undefined : { type: "result", agent, text };
}

/** The session's handle opens it to whoever reads along. */
function shownValue(name: string, value: string): string {
  return name === "session_id" ? "(hidden)" : value;
}
