import type { ActionReply } from "#layer/domain/outcomes.ts";
import { printTurn, type SessionContext } from "#layer/domain/session-context.ts";
import {
  type Model,
  type ModelEvent,
  type ModelMessage,
  type ModelTool,
  sendMessageTool,
} from "#local/model/model.ts";

/** The actions of each specialist, as the three groups have them; chitchat has none. */
const operations: Record<string, readonly string[]> = {
  scheduling: [
    "list_projects",
    "get_available_dates",
    "get_time_slots",
    "confirm_appointment",
    "cancel_appointment",
    "get_business_hours",
  ],
  information: ["get_project_details", "get_project_status", "get_technician_info", "list_all_projects"],
  notes: ["add_note", "get_notes"],
  chitchat: [],
};

interface ActionCall {
  agent: string;
  operation: string;
  input: Record<string, unknown>;
}

/** What one message of the customer led to. */
export interface Answered {
  calls: ActionCall[];
  /** The specialists that the supervisor spoke to, in order. */
  recipients: string[];
  said: string;
  /** Model steps of all agents together. */
  steps: number;
  events: ModelEvent[];
}

export type FakeActions = (operation: string, input: Record<string, string>) => ActionReply | string;

const maxSteps = 20;
const system = "Collaborators: scheduling, information, notes, chitchat.";

/**
 * A supervisor, its specialists and made-up actions, without Bedrock: the loop that asks the model, runs the tools and
 * asks again. Throws when an agent does not come to an end within 20 steps or does not end with exactly one `stop`.
 */
export function createDialogue(model: Model, actions: FakeActions) {
  const histories = new Map<string, ModelMessage[]>();

  async function runAgent(agent: string, text: string, answered: Answered): Promise<string> {
    const history = histories.get(agent) ?? [];
    histories.set(agent, history);
    history.push({ role: "user", content: [{ text }] });
    for (let step = 0; step < maxSteps; step++) {
      const request = {
        system,
        messages: history,
        tools: toolsOf(agent),
        signal: new AbortController().signal,
      };
      const events = await Array.fromAsync(model.stream(request));
      answered.steps++;
      answered.events.push(...events);
      if (events.filter(({ type }) => type === "stop").length !== 1 || events.at(-1)?.type !== "stop") {
        throw new Error("a model's step must end with exactly one stop");
      }
      const said = events.flatMap((event) => (event.type === "text-delta" ? [event.text] : [])).join("");
      const uses = events.filter((event) => event.type === "tool-use");
      history.push({
        role: "assistant",
        content: [
          ...(said ? [{ text: said }] : []),
          ...uses.map(({ toolUseId, name, input }) => ({ toolUse: { toolUseId, name, input } })),
        ],
      });
      if (uses.length === 0) return said;
      const results = [];
      for (const { toolUseId, name, input } of uses) {
        const result = await runTool(agent, name, input, answered);
        results.push({ toolResult: { toolUseId, content: [{ text: result }] } });
      }
      history.push({ role: "user", content: results });
    }
    throw new Error(`${agent} did not come to an end within ${maxSteps} steps`);
  }

  async function runTool(agent: string, name: string, input: Record<string, unknown>, answered: Answered) {
    if (name === sendMessageTool) {
      answered.recipients.push(String(input.recipient));
      return runAgent(String(input.recipient), String(input.content), answered);
    }
    const operation = name.split("__")[2] ?? name;
    answered.calls.push({ agent, operation, input });
    const reply = actions(operation, input as Record<string, string>);
    return typeof reply === "string" ? reply : JSON.stringify(reply);
  }

  /** One message of the customer, to the supervisor or straight to a specialist. */
  return async function say(
    words: string,
    options: { context?: Partial<SessionContext>; to?: string } = {},
  ): Promise<Answered> {
    const answered: Answered = { calls: [], recipients: [], said: "", steps: 0, events: [] };
    const text = printTurn({ ...sampleContext, ...options.context }, words);
    answered.said = await runAgent(options.to ?? "supervisor", text, answered);
    return answered;
  };
}

export const sampleContext: SessionContext = {
  sessionId: `s_${"A".repeat(43)}`,
  today: "Saturday, 2026-11-21",
  timeZone: "America/New_York",
  office: { phone: "555-0100", email: "office@example.com" },
};

export function toolsOf(agent: string): ModelTool[] {
  const none = { type: "object", properties: {} };
  if (agent === "supervisor")
    return [{ name: sendMessageTool, description: "Speak to a collaborator.", inputSchema: none }];
  return (operations[agent] ?? []).map((operation) => ({
    name: `POST__${agent}-actions__${operation}`,
    description: operation,
    inputSchema: none,
  }));
}
