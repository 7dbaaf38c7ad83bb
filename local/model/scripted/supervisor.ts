import { splitTurn } from "#layer/domain/session-context.ts";
import { sendMessageTool } from "../model.ts";
import { englishOnly, smallTalk } from "./chitchat.ts";
import type { Turn } from "./conversation.ts";
import { noteTextQuestion } from "./notes.ts";
import { isForeign, type Specialist, specialistOf } from "./phrases.ts";
import type { Plan } from "./plan.ts";
import { meantOf, mentionIn, namesProject } from "./projects.ts";
import { linkedIn } from "./say.ts";
import { readWish } from "./wishes.ts";

const close = "</session_context>";

/** What one specialist said; who it was is not always known to a router. */
export interface Talk {
  recipient: Specialist | undefined;
  said: string;
}

/** The supervisor's turn: hands the customer's words on as they are and says what comes back as it is. */
export function* supervisorPlan(turns: readonly Turn[], system: string): Plan {
  const turn = turns.at(-1);
  if (!turn) return smallTalk("");
  const talks = turns.slice(0, -1).flatMap(talksOf);
  const answers: string[] = [];
  const recipients = recipientsOf(turn, talks);
  for (const recipient of recipients) {
    if (!system.includes(recipient)) {
      answers.push(
        recipient === "chitchat" ? (isForeign(turn.words) ? englishOnly : smallTalk(turn.words)) : missing,
      );
      continue;
    }
    const mustList =
      recipient === "notes" && !recipients.includes("information") && lacksProject(turn, talks);
    if (mustList) yield* send("information", withWords(turn, allProjects), talks);
    answers.push((yield* send(recipient, turn.text, talks)) || missing);
  }
  return answers.join("\n\n");
}

function* send(recipient: Specialist, text: string, talks: Talk[]): Plan {
  const content = contentFor(recipient, text, talks);
  const reply = yield { operation: sendMessageTool, input: { recipient, content } };
  const said = reply.text.trim();
  talks.push({ recipient, said });
  return said;
}

/** What the supervisor asks for itself when notes, who has no list, would not know which project is meant. */
const allProjects = "List all my projects.";

export function lacksProject({ words }: Turn, talks: readonly Talk[]): boolean {
  if (talks.at(-1)?.said.includes(noteTextQuestion)) return false;
  const mention = mentionIn(words);
  const shown = talks.flatMap(({ said }) => linkedIn(said));
  return mention.code === undefined && (shown.length === 0 || meantOf(mention, shown)?.length === 0);
}

function withWords({ text, words }: Turn, own: string): string {
  const block = text.split(close)[0] ?? "";
  return words === text.trim() ? own : `${block}${close}\n\n${own}`;
}

const missing = "I am sorry, I could not get an answer to that. Please try again, or call the office.";

function talksOf({ calls }: Turn): Talk[] {
  return calls.flatMap(({ operation, input, reply }) => {
    const recipient = Object.values(specialistOf).find((name) => name === input.recipient);
    return operation === sendMessageTool && recipient ? [{ recipient, said: reply?.text ?? "" }] : [];
  });
}

/** Who is to answer, in the order of the customer's words. A follow-up goes to the one who was asked last; nobody when that is not known. */
export function recipientsOf(turn: Turn, talks: readonly Talk[]): Specialist[] {
  if (turn.context.has("approved")) return ["scheduling"];
  const wish = readWish(turn.words);
  const business = wish.intents.map((intent) => specialistOf[intent]).filter((name) => name !== "chitchat");
  if (turn.context.has("declined") && business.length === 0) return ["scheduling"];
  const last = talks.findLast(({ recipient }) => recipient !== "chitchat");
  if (last?.recipient === "notes" && talks.at(-1)?.said.includes(noteTextQuestion)) return ["notes"];
  if (business.length > 0 && !wish.intents.includes("outside")) return [...new Set(business)];
  const named = namesProject(mentionIn(turn.words));
  if (turn.words === "" || wish.intents.includes("outside") || isForeign(turn.words)) return ["chitchat"];
  if (wish.intents.length > 0 && !named) return ["chitchat"];
  if ((wish.date ?? wish.time ?? wish.direction) !== undefined) return ["scheduling"];
  // An "ok" that answers no question is only politeness.
  const idle = wish.answer !== undefined && last?.recipient !== "scheduling" && !last?.said.includes("?");
  if (last && !idle) return last.recipient ? [last.recipient] : [];
  return named ? ["scheduling"] : ["chitchat"];
}

/**
 * The turn's text as it came; in its context block also the projects that another specialist has spoken of: those that
 * hold the one which the words name, else those spoken of last.
 */
export function contentFor(recipient: Specialist, text: string, talks: readonly Talk[]): string {
  const mention = mentionIn(splitTurn(text).words);
  const source =
    talks.findLast(({ said }) => (meantOf(mention, linkedIn(said))?.length ?? 0) > 0) ??
    talks.findLast(({ said }) => linkedIn(said).length > 0);
  if (!source || source.recipient === recipient) return text;
  const line = `shown_projects: ${JSON.stringify(linkedIn(source.said).slice(0, 30))}`;
  const at = text.indexOf(close);
  return at < 0
    ? `<session_context>\n${line}\n${close}\n\n${text}`
    : `${text.slice(0, at)}${line}\n${text.slice(at)}`;
}
