import { type ModelTool, routingPromptOpening, sendMessageTool } from "#local/model/model.ts";
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

/** What a supervisor-router's classifier is asked; the answers are those that the service's own template demands. */
export function routingPrompt({ instruction, collaborators }: FrozenAgent, last: string | undefined): string {
  return [
    routingPromptOpening,
    ...collaborators.map(({ name, instruction: when }) => `- ${name}: ${when}`),
    "",
    "Answer with <a>name</a> and nothing else; with <a>undecidable</a> when no single one can serve it; with <a>keep_previous_agent</a> when it follows up on what the last agent has asked or said.",
    ...(last === undefined ? [] : [`The last agent was ${last}.`]),
    "",
    "What the agents are part of:",
    instruction.trimEnd(),
    "",
  ].join("\n");
}
