import { type ModelTool, sendMessageTool } from "#local/model/model.ts";
import type { FrozenAgent } from "./agent-registry.ts";

/** The agent's instruction; a supervisor's is followed by whom it can ask and for what. */
export function systemPrompt({ instruction, collaborators }: FrozenAgent): string {
  if (collaborators.length === 0) return instruction;
  const lines = collaborators.map(({ name, instruction: when }) => `- ${name}: ${when}`);
  return [
    instruction.trimEnd(),
    "",
    `You can ask these agents by ${sendMessageTool}; one message to one agent at a time:`,
    ...lines,
    "",
  ].join("\n");
}

/** The tool by which a supervisor speaks to its collaborators; undefined for an agent that has none. */
export function sendMessage({ collaborators }: FrozenAgent): ModelTool | undefined {
  if (collaborators.length === 0) return undefined;
  const names = collaborators.map(({ name }) => name).join(", ");
  return {
    name: sendMessageTool,
    description: "Sends a message to another agent and gives back its answer.",
    inputSchema: {
      type: "object",
      properties: {
        recipient: { type: "string", description: `The agent's name, one of: ${names}.` },
        content: { type: "string", description: "The message." },
      },
      required: ["recipient", "content"],
    },
  };
}
