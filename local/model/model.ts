/** The shapes of Bedrock's Converse API, as far as the local Bedrock needs them (AWS API reference, Converse). */
export type ContentBlock =
  | { text: string }
  | { toolUse: { toolUseId: string; name: string; input: Record<string, unknown> } }
  | { toolResult: { toolUseId: string; content: { text: string }[]; status?: "success" | "error" } };

export interface ModelMessage {
  role: "user" | "assistant";
  content: ContentBlock[];
}

export interface ModelTool {
  /** Action: `POST__{actionGroup}__{operationId}`; collaborator: `AgentCommunication__sendMessage`. */
  name: string;
  description: string;
  /** JSON schema of the input, an object. */
  inputSchema: Record<string, unknown>;
}

export interface ModelRequest {
  system: string;
  /** Oldest first; alternating roles, user first. */
  messages: ModelMessage[];
  tools: ModelTool[];
  signal: AbortSignal;
}

export type ModelEvent =
  | { type: "text-delta"; text: string }
  | { type: "tool-use"; toolUseId: string; name: string; input: Record<string, unknown> }
  | {
      type: "stop";
      stopReason: "end_turn" | "tool_use" | "max_tokens";
      usage: { inputTokens: number; outputTokens: number };
    };

/** A model behind the local Bedrock. `stop` is the last event, exactly once; throws when it cannot go on. */
export interface Model {
  readonly name: string;
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
}

/** How a supervisor's model speaks to a collaborator: the tool that Bedrock gives it, with `recipient` and `content`. */
export const sendMessageTool = "AgentCommunication__sendMessage";

/** How the prompt begins that asks for the one collaborator to answer, `<a>name</a>`; such a request has no tools. */
export const routingPromptOpening = "Choose the one agent that is to answer the user's last message:";
