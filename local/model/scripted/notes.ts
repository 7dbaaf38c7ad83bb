import { chooseProject } from "./choose-project.ts";
import type { Desk } from "./desk.ts";
import { goalAfter } from "./memory.ts";
import { crew } from "./phrases.ts";
import type { Plan } from "./plan.ts";
import { mentionIn, namesProject } from "./projects.ts";
import { refusalText } from "./refusals.ts";
import { clean, linkOf, numbered } from "./say.ts";
import { projectsIn } from "./shown-data.ts";
import { readWish } from "./wishes.ts";

/** What is asked when a note has no text; the answer to it is the text, whatever else it looks like. */
export const noteTextQuestion = "What should the note say?";

const forms = [
  /\b(?:notes?|message|one|another|this)\b[^:"]{0,80}:\s*(.+)$/i,
  /\bnotes?\b[^"]{0,80}"([^"]+)"/i,
  /\bnotes?\b.{0,60}?\b(?:that says|which says|saying|to say|stating|that)\s+(.+)$/i,
  new RegExp(`\\blet ${crew} know\\s*(?:that |about )?(.+)$`, "i"),
  new RegExp(
    `\\b(?:tell|inform|remind|warn) ${crew}(?: (?:of|for|on) (?:the|my) [\\w ]{1,30}?(?: that |: ?)|\\s*(?:that |about )?:?\\s*)(.+)$`,
    "i",
  ),
  new RegExp(`\\bmessage (?:to|for) ${crew}\\s*:?\\s*(.+)$`, "i"),
  /\bnotes?(?: down)?\s*[-,]\s*(.+)$/i,
];

/** The note's text within the words that announce it, as written; undefined when they hold none. */
function noteTextIn(words: string): string | undefined {
  for (const form of forms) {
    const text = form
      .exec(words)?.[1]
      ?.replace(/^"(.*)"$/, "$1")
      .trim();
    if (text) return text;
  }
  return undefined;
}

/** The notes specialist's turn. */
export function* notesPlan(desk: Desk): Plan {
  const { wish, memory, turn } = desk;
  const asked = memory.said.includes(noteTextQuestion) && !wish.answer;
  if (wish.answer === "stop" && wish.intents.length === 0) return "All right, no note was added.";
  if (asked || goalAfter(wish, memory) === "add_note") return yield* addNote(desk);
  const chosen = yield* chooseProject(desk, choiceOf(wish.words));
  if ("say" in chosen) return chosen.say;
  const reply = yield { operation: "get_notes", input: { project_id: chosen.project.project_id } };
  const { notes, source } = reply.result;
  if (reply.outcome !== "ok" || !Array.isArray(notes)) return refusalText(reply, turn.context);
  const name = linkOf(projectsIn(reply)[0] ?? chosen.project);
  const which = source === "added_here" ? "added through this assistant" : "on record";
  if (notes.length === 0) return `No notes are ${which} for ${name}.`;
  const texts = notes.map(
    (note) => `${clean(note?.text, 1000)}${note?.added_label ? ` (${clean(note.added_label)})` : ""}`,
  );
  return `Notes ${which} for ${name}:\n${numbered(texts)}`;
}

function* addNote(desk: Desk): Plan {
  const { turn } = desk;
  const { text: whole, words } = wantedNote(desk);
  // "…, for the windows project" at the end says where the note belongs.
  const tail = /[,;]? (?:for|on|to) (?:the|my) [\w ]{1,40}(?:project|installation|order|job|one)[.!]?$/i.exec(
    whole ?? "",
  )?.[0];
  const text = tail === undefined ? whole : whole?.slice(0, -tail.length).trim();
  const naming = (text ? words.replace(text, " ") : words) + (tail ?? "");
  const chosen = yield* chooseProject(desk, choiceOf(naming));
  if ("say" in chosen) return chosen.say;
  if (text === undefined) return `${noteTextQuestion} It goes to ${linkOf(chosen.project)}.`;
  const input = { project_id: chosen.project.project_id, note_text: text };
  const reply = yield { operation: "add_note", input };
  if (reply.outcome !== "ok") return refusalText(reply, turn.context);
  return `The note is added to ${linkOf(projectsIn(reply)[0] ?? chosen.project)}.`;
}

function choiceOf(words: string) {
  return { words, listWith: undefined, fits: () => true, none: () => "" };
}

/** "For the flooring one": an answer that only says which project, no note. */
function onlyNames(words: string): boolean {
  return (
    words.split(" ").length <= 6 &&
    /^(?:it'?s )?(?:for|on|to|the|my)\b/i.test(words) &&
    namesProject(mentionIn(words))
  );
}

/**
 * The note that is being made, from this turn or from earlier ones that lacked its project or its text; with the words
 * that name its project, the newest that do.
 */
function wantedNote({ earlier, turn }: Desk): { text: string | undefined; words: string } {
  let text: string | undefined;
  let words = "";
  let said = "";
  for (const one of [...earlier, turn]) {
    const inWords = noteTextIn(one.words);
    const answers = said.includes(noteTextQuestion) && !onlyNames(one.words);
    const begins = readWish(one.words).intents.includes("add_note");
    if (answers || begins) text = inWords ?? (answers ? one.words : undefined);
    if (!answers && (begins || namesProject(mentionIn(one.words)))) words = one.words;
    if (
      one !== turn &&
      one.calls.some(({ operation, reply }) => operation === "add_note" && reply?.outcome === "ok")
    ) {
      text = undefined;
      words = "";
    }
    said = one.said;
  }
  return { text: text || undefined, words: words || turn.words };
}
