import * as z from "zod";
import { outcomeCode } from "#layer/domain/outcomes.ts";
import { splitTurn } from "#layer/domain/session-context.ts";
import type { ModelMessage } from "../model.ts";

/** What a tool answered, read tolerantly. `text` is the answer as it came; what is no action reply is `unreadable`. */
export type Reply = z.infer<typeof actionReply> & { text: string };

export interface Call {
  operation: string;
  input: Record<string, string>;
  /** Undefined while it is not answered. */
  reply: Reply | undefined;
}

/** One turn: what the customer wrote, which tools were called for it, and what was said in the end. */
export interface Turn {
  context: ReadonlyMap<string, string>;
  /** Tidied by `tidy`. */
  words: string;
  /** As it came, with its context block. */
  text: string;
  calls: Call[];
  said: string;
}

/** More than anybody writes in a chat; what lies beyond is not read. */
const maxWords = 2_000;

const actionReply = z.object({
  outcome: z.union([outcomeCode, z.literal("unreadable")]),
  reason: z.string().optional().catch(undefined),
  field: z.string().optional().catch(undefined),
  result: z.record(z.string(), z.unknown()).catch({}),
});

/** The customer's words in one plain form: compatibility characters and curly quotes folded, white space single. */
function tidy(words: string): string {
  const head = words.slice(0, maxWords).normalize("NFKC");
  return head.replaceAll(/[‘’ʼ]/g, "'").replaceAll(/[“”]/g, '"').replaceAll(/\s+/g, " ").trim();
}

/** The third part of `POST__group__operation`; the name itself where it has no such form. */
export function operationOf(toolName: string): string {
  const parts = toolName.split("__");
  return (parts.length === 3 && parts[2]) || toolName;
}

/** Reads a tool's answer; anything that is not an action's reply becomes `unreadable`, its text kept. */
function readReply(text: string): Reply {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const reply = actionReply.safeParse(body);
  if (reply.success) return { ...reply.data, text };
  return { outcome: "unreadable", reason: undefined, field: undefined, result: {}, text };
}

/** The turns of a conversation, oldest first; the last one is the one to answer. Never empty. */
export function readConversation(messages: readonly ModelMessage[]): Turn[] {
  const turns: Turn[] = [];
  const asked = new Map<string, Call>();
  const current = () => turns.at(-1) ?? begin("");
  const begin = (text: string): Turn => {
    const { context, words } = splitTurn(text);
    const turn: Turn = { context, words: tidy(words), text, calls: [], said: "" };
    turns.push(turn);
    return turn;
  };
  for (const { role, content } of messages) {
    const texts: string[] = [];
    for (const block of content) {
      if ("text" in block) texts.push(block.text);
      else if ("toolUse" in block) {
        const { name, input, toolUseId } = block.toolUse;
        const call: Call = { operation: operationOf(name), input: stringsOf(input), reply: undefined };
        asked.set(toolUseId, call);
        current().calls.push(call);
      } else {
        const call = asked.get(block.toolResult.toolUseId);
        if (call) call.reply = readReply(block.toolResult.content.map(({ text }) => text).join(""));
      }
    }
    if (texts.length === 0) continue;
    if (role === "user") begin(texts.join("\n"));
    else current().said += texts.join("");
  }
  current();
  return turns;
}

/** The plain values of a call as a plan made it: the session goes with every action and is not the plan's. */
function stringsOf({ session_id: _session, ...input }: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(input).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
