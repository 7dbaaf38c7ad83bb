import type { ConfirmedAction } from "#layer/domain/confirmation.ts";

/** Phrases of one language. A message counts only if it is made of them as a whole. */
interface Phrases {
  yes: readonly string[];
  no: readonly string[];
  /** Say yes or no only to a question about this action. */
  byAction: Record<ConfirmedAction, { yes: readonly string[]; no: readonly string[] }>;
  /** Politeness, which says neither. */
  filler: readonly string[];
  /** A message that begins so, after some hesitation, declines whatever else it says. */
  startsWithNo: RegExp;
}

const english: Phrases = {
  yes: [
    "yes",
    "y",
    "yeah",
    "yep",
    "yup",
    "yes i do",
    "yes it is",
    "sure",
    "sure thing",
    "ok",
    "okay",
    "okey",
    "k",
    "alright",
    "all right",
    "correct",
    "that is correct",
    "that's correct",
    "right",
    "that's right",
    "that is right",
    "absolutely",
    "definitely",
    "certainly",
    "of course",
    "go ahead",
    "go for it",
    "please do",
    "do it",
    "do that",
    "confirm",
    "confirmed",
    "confirm it",
    "i confirm",
    "i agree",
    "agreed",
    "sounds good",
    "that sounds good",
    "looks good",
    "that works",
    "that works for me",
    "works for me",
    "let's do it",
    "let's do that",
    "let's go",
    "i'm sure",
    "i am sure",
    "👍",
  ],
  no: [
    "no",
    "n",
    "nope",
    "nah",
    "no way",
    "not now",
    "not yet",
    "not really",
    "never mind",
    "nevermind",
    "don't",
    "do not",
    "don't do it",
    "don't do that",
    "do not do it",
    "do not do that",
    "please don't",
    "forget it",
    "forget about it",
    "stop",
    "wait",
    "hold on",
    "i changed my mind",
    "i've changed my mind",
    "decline",
    "👎",
  ],
  byAction: {
    confirm_appointment: {
      yes: [
        "book it",
        "book that",
        "book me in",
        "book the appointment",
        "book this appointment",
        "schedule it",
        "schedule that",
        "schedule the appointment",
        "confirm the appointment",
        "confirm my appointment",
      ],
      no: [
        "don't book it",
        "do not book it",
        "don't book that",
        "don't schedule it",
        "cancel",
        "cancel it",
        "cancel that",
      ],
    },
    cancel_appointment: {
      yes: [
        "cancel it",
        "cancel that",
        "cancel the appointment",
        "cancel my appointment",
        "cancel this appointment",
        "confirm the cancellation",
      ],
      no: [
        "don't cancel",
        "do not cancel",
        "don't cancel it",
        "do not cancel it",
        "keep it",
        "keep the appointment",
        "keep my appointment",
        "leave it",
      ],
    },
  },
  filler: [
    "please",
    "pls",
    "thanks",
    "thank you",
    "thank you very much",
    "thanks a lot",
    "great",
    "perfect",
    "very much",
  ],
  startsWithNo:
    /^(?:(?:um+|uh+|hm+|oh|ah|er+m?|well|sorry|wait|actually)\s+)*(?:no|nope|nah|don't|do not)\b(?! (?:problem|worries|worry|doubt|rush))/,
};

const languages: ReadonlyMap<string, Phrases> = new Map([["en", english]]);
const mostWords = 12;

/**
 * Whether a message says yes or no to the open question, by the closed list of a language (`en`; an unknown one counts as
 * English). A yes must be all that it says: "yes but on Friday" and "yes?" are undefined, for the agent, and nothing is
 * agreed. A no may go on ("no, what about Friday?"): a question left open could be answered by a later yes that meant
 * something else, while a wrong no costs one more question.
 */
export function affirmationOf(
  message: string,
  action: ConfirmedAction,
  language = "en",
): "yes" | "no" | undefined {
  const phrases = languages.get(language) ?? english;
  if (phrases.startsWithNo.test(barely(message))) return "no";
  const words = wordsOf(message);
  if (words.length === 0 || words.length > mostWords) return undefined;
  const own = phrases.byAction[action];
  const yes = [...phrases.yes, ...own.yes];
  const no = [...phrases.no, ...own.no];
  if (isMadeOf(words, yes, phrases.filler)) return "yes";
  return isMadeOf(words, no, phrases.filler) ? "no" : undefined;
}

/** Lower-case words without punctuation; none when a mark asks or negates ("yes?"). */
function wordsOf(message: string): string[] {
  if (/[?¿/\\]/.test(message.normalize("NFKC"))) return [];
  return barely(message)
    .split(" ")
    .filter((word) => word !== "");
}

/** A message in lower case, without punctuation and the colours of emoji, words apart by single spaces. */
function barely(message: string): string {
  return message
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/\p{Emoji_Modifier}|\uFE0F/gu, "")
    .replace(/[.!?,;:…"“”()\-–—\s]+/g, " ")
    .trim();
}

/** Whether the words are a row of the phrases and of filler, with at least one phrase that is not filler. */
function isMadeOf(words: readonly string[], phrases: readonly string[], filler: readonly string[]): boolean {
  // reached[i]: the first i words are accounted for; `said` when one of the phrases was among them.
  const reached = new Map<number, { said: boolean }>([[0, { said: false }]]);
  for (let from = 0; from < words.length; from += 1) {
    const here = reached.get(from);
    if (!here) continue;
    for (const [list, says] of [
      [phrases, true],
      [filler, false],
    ] as const) {
      for (const phrase of list) {
        const parts = phrase.split(" ");
        if (!parts.every((part, offset) => words[from + offset] === part)) continue;
        const to = from + parts.length;
        reached.set(to, { said: here.said || says || (reached.get(to)?.said ?? false) });
      }
    }
  }
  return reached.get(words.length)?.said ?? false;
}
