import { type Intent, intentsIn } from "./phrases.ts";

/** What one message of the customer holds, read without knowing what went before. */
export interface Wish {
  words: string;
  intents: Intent[];
  /** The whole message agrees, declines or gives up. */
  answer: "yes" | "no" | "stop" | undefined;
  /** A date or a stretch of dates, exactly as written. */
  date: string | undefined;
  /** A time of day, exactly as written. */
  time: string | undefined;
  part: "morning" | "afternoon" | "evening" | undefined;
  /** A number alone: a day, an hour or a place in a list, whatever was asked for. */
  bareNumber: string | undefined;
  /** A place in a list; 1 is the first, -1 the last. */
  ordinal: { place: number; of: "projects" | "dates" | "times" | undefined } | undefined;
  direction: "later" | "earlier" | "other" | undefined;
  /** "The other one" of two. */
  other: boolean;
  /** "The same day" as the one before. */
  sameDay: boolean;
  /** Asks what there is, and picks nothing yet. */
  asks: boolean;
  /** "it", "that one": what was spoken of last. */
  pronoun: boolean;
}

const weekday = "(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:days?)?\\b";
const sureMonth =
  "(?:jan(?:uary)?|feb(?:ruary)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\b\\.?";
// "may" and "march" are words of their own, and months only next to a day or after "in".
const month = `(?:${sureMonth}|mar(?:ch)?\\b\\.?|may\\b)`;
const dayOrdinal = "\\d{1,2}(?:st|nd|rd|th)";
const day = "\\d{1,2}(?:st|nd|rd|th)?\\b(?![:/]|\\.\\d)";
const count = "(?:\\d{1,2}|an?|one|two|three|four|five|six|a couple of|a few)";
const hour = "(?:\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";
const notAPlace = "(?!\\s+(?:one|option|choice|date|time|slot|project|order|available)\\b)";
const atom = [
  "\\d{4}-\\d{1,2}-\\d{1,2}",
  "\\d{1,2}/\\d{1,2}(?:/\\d{2,4})?",
  "\\d{1,2}\\.\\d{1,2}\\.\\d{2,4}",
  `(?:the )?(?:first|second|third|fourth|fifth|last|${dayOrdinal}) (?:week|${weekday}) (?:of|in) (?:${month}|(?:next|the) month)`,
  `(?:the )?(?:early|mid|middle of|late|end of|beginning of|start of)[ -](?:the |next |this )?(?:${month}|month|week)`,
  `(?:${weekday},? )?(?:the )?${month} ${day}(?:,? \\d{4}\\b)?`,
  `(?:${weekday},? )?(?:the )?${day} (?:of )?${month}(?: \\d{4}\\b)?`,
  `(?:${weekday},? )?the ${day}(?!\\s*[ap]\\.?m)${notAPlace}`,
  `${dayOrdinal}\\b${notAPlace}`,
  `(?:in|this|next) ${month}(?: \\d{4}\\b)?`,
  `${sureMonth}(?: \\d{4}\\b)?`,
  "(?:the )?day after tomorrow",
  "(?:today|tonight|tomorrow)\\b",
  `in ${count} (?:days?|weeks?|months?)`,
  `${count} (?:days?|weeks?|months?) from (?:now|today|tomorrow|${weekday})`,
  `(?:(?:this|next|the next|the following|following|coming|this coming) )?${weekday}(?: (?:after next|(?:(?:of )?(?:this|next) )?week\\b))?`,
  "(?:this|next|the next|the following|following|coming|the coming) (?:week(?:end)?|month)\\b",
  "(?:the )?week after next|(?:the |a )?weekend",
  `(?:the )?week of (?:the )?(?:${month} ${day}|${day})`,
].join("|");
const datePhrase = new RegExp(
  `\\b(?:(?:on or )?(?:after|before|from|between|since|starting|until) )?(?:${atom})(?:(?: (?:and|or|to|through|until) |\\s?-\\s?)(?:${atom}|${day}))?(?:,? (?:in the )?(?:morning|afternoon|evening))?`,
  "gi",
);
const meridiem = "\\s*(?:a\\.?m\\b\\.?|p\\.?m\\b\\.?)";
const timePhrase = new RegExp(
  [
    `\\b\\d{1,2}(?:[:.]\\d{2})?(?:${meridiem})?\\s*(?:-|to|until)\\s*\\d{1,2}(?:[:.]\\d{2})?${meridiem}`,
    `\\b\\d{1,2}(?:[:.]\\d{2})?${meridiem}`,
    "\\b\\d{1,2}:\\d{2}(?::\\d{2})?\\b",
    `\\b(?:half past|quarter (?:past|to)) ${hour}\\b`,
    `\\b${hour} o'?clock\\b`,
    "\\b(?:noon|midday)\\b",
    `(?<=\\b(?:at|around|about) )${hour}\\b(?!\\s*(?:st|nd|rd|th|days?|weeks?|%|/)|\\d)`,
  ].join("|"),
  "i",
);
const stretch =
  /\b(?:weeks?(?! from)|weekend|months?|between|after|before|from(?! now)|since|starting|until|or|early|mid|late|end of|beginning of|start of|through)\b|(?:\d|day)\w*,?(?: (?:and|to) |\s?-\s?)(?:the )?[a-z]*\s?\d{1,2}(?:st|nd|rd|th)?$/i;
const places = "first second third fourth fifth sixth seventh eighth ninth tenth".split(" ");
const ordinalPhrase = new RegExp(
  `\\b(${places.join("|")}|last|earliest|soonest|latest|next available|[1-9](?:st|nd|rd|th)|1[0-9]th)\\b(?! (?:week|month|name|thing))(?: (?:available|free|possible|open|one))?(?: (date|day|time|slot|project|order|job|installation))?`,
);
const numbered = /(?:\b(?:number|option|choice|no\.)\s*|#)(\d{1,2}|one|two|three|four|five|six)\b/;
const numberWords = "zero one two three four five six".split(" ");

/** Whether a date phrase names a stretch of dates rather than one date. */
export function isStretch(phrase: string): boolean {
  const several = /\b(?:or|and|to|between)\b/i.test(phrase);
  if (!several && new RegExp(`\\b${weekday} (?:of )?(?:(?:this|next) )?week\\b`, "i").test(phrase))
    return false;
  if (/day after tomorrow|\bin (?:\d{1,2}|an?|one|two|three|four|five|six) (?:days?|weeks?)\b/i.test(phrase))
    return false;
  return (
    stretch.test(phrase) || (new RegExp(month, "i").test(phrase) && !/\d/.test(phrase.replace(/\d{4}/, "")))
  );
}

/** Reads one message; `words` must be tidied. */
export function readWish(words: string): Wish {
  const text = words.toLowerCase();
  const date = dateIn(words);
  const undated = (date === undefined ? words : words.replace(date, " ")).replace(tooEarly, " ");
  // "after 2", "earlier than 10" bound a time and do not pick one.
  const isBound = /\b(?:than|before|after)\s+(?:\d|noon|midday)/i.test(undated);
  const time = isBound ? undefined : timePhrase.exec(undated)?.[0]?.trim();
  const rest = (time === undefined ? undated : undated.replace(time, " ")).toLowerCase();
  const ordinal = ordinalIn(rest);
  return {
    words,
    intents: intentsIn(words),
    answer: answerIn(text),
    date,
    time,
    part: partIn(text),
    bareNumber: isBound ? undefined : bareNumberIn(rest),
    ordinal,
    direction: isBound ? "other" : ordinal ? undefined : directionIn(text),
    other: /\bthe other (?:one|time|slot|date|day)\b/.test(text),
    sameDay: /\bsame (?:day|date)\b/.test(text),
    asks: /\?|\b(?:what|which|any|anything)\b/.test(text),
    pronoun: /\b(?:it|that|this|them|(?:on|in|for) there)\b/.test(text),
  };
}

const ruledOut =
  /\b(?:(?<!why )not|away|busy|out of town|except|rather than|instead of)\b|n't\b(?! (?:you|there|i|we)\b)/i;

/**
 * The date that is meant: the last one that its clause does not rule out ("not Friday", "away on the 10th"). Two side by
 * side are one: "next week, Tuesday or Thursday".
 */
function dateIn(words: string): string | undefined {
  const phrases: { from: number; to: number }[] = [];
  for (const { 0: phrase, index } of words.matchAll(datePhrase)) {
    const last = phrases.at(-1);
    const to = index + phrase.length;
    if (last && /^,? (?:on )?$/.test(words.slice(last.to, index))) last.to = to;
    else phrases.push({ from: index, to });
  }
  const meant = phrases.findLast(({ from, to }) => {
    const before =
      words
        .slice(0, from)
        .split(/[.;!?,]\s/)
        .at(-1) ?? "";
    const after = words.slice(to).split(/[.;!?,](?:\s|$)/)[0] ?? "";
    return !ruledOut.test(before + after);
  });
  return meant && words.slice(meant.from, meant.to);
}

function answerIn(text: string): Wish["answer"] {
  if (
    /\b(?:never ?mind|forget (?:it|about it|that)|leave it|stop|cancel (?:that|it)|^cancel)[.!]?$/.test(text)
  )
    return "stop";
  const said = text.replace(/^(?:(?:oh|ok|and|well|hmm+|um+|uh|sorry|actually)\b[,. ]*)+(?=\w)/, "");
  if (/^(?:no|nope|nah|not (?:really|yet|now)|don't|wait)\b/.test(said)) return "no";
  const yes =
    /^(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please do|go ahead|correct|right|perfect|great|fine|absolutely|definitely|of course|do it|book it|confirm|that(?:'s| is)? (?:works?|fine|good|right|perfect|great|one)|that one|this one|sounds (?:good|great)|works for me|i'll take (?:it|that|this)|let's do (?:it|that))\b/;
  return yes.test(said) || yes.test(text) ? "yes" : undefined;
}

function partIn(text: string): Wish["part"] {
  const part = /\b(morning|afternoon|evening)\b/.exec(text)?.[1];
  return part === "morning" || part === "afternoon" || part === "evening" ? part : undefined;
}

function bareNumberIn(rest: string): string | undefined {
  if (rest.split(" ").filter(Boolean).length > 7) return undefined;
  return /(?<![\w./:#-])(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\w/:%-]|\.\d)/.exec(
    rest,
  )?.[1];
}

function ordinalIn(rest: string): Wish["ordinal"] {
  const number = numbered.exec(rest)?.[1];
  if (number) return { place: Number(number) || numberWords.indexOf(number), of: undefined };
  const end = /\bthe (earlier|later)\b(?! (?:dates|times|slots|days|ones))/.exec(rest)?.[1];
  if (end) return { place: end === "earlier" ? 1 : -1, of: undefined };
  // "When is the soonest" asks for dates and picks none.
  const match = /\bwhen\b/.test(rest) ? null : ordinalPhrase.exec(rest);
  // "Let's do the windows first" picks nothing.
  const isAdverb = match?.[0] === "first" && !/\b(?:the|my|your|that) first\b|^\s*first\W*$/.test(rest);
  if (!match?.[1] || isAdverb) {
    const any =
      /\b(?:asap|as (?:soon|early) as (?:possible|you can)|any (?:day|date)|whenever|whichever)\b/.test(rest);
    return any ? { place: 1, of: undefined } : undefined;
  }
  return { place: placeOf(match[1]), of: listOf(match[2]) };
}

function placeOf(word: string): number {
  if (word === "last" || word === "latest") return -1;
  return Number.parseInt(word, 10) || Math.max(places.indexOf(word), 0) + 1;
}

function listOf(noun: string | undefined): "projects" | "dates" | "times" | undefined {
  if (noun === undefined) return undefined;
  if (noun === "date" || noun === "day") return "dates";
  return noun === "time" || noun === "slot" ? "times" : "projects";
}

/** What is turned down: "8 is too early". */
const tooEarly =
  /(?:\S+ (?:is|was|would be) |that's )?(?:a bit |a little |way |much )?too (?:early|late|soon)/i;

function directionIn(text: string): Wish["direction"] {
  if (/\blater\b|\bafter (?:that|those|these)\b/.test(text) && !/\b(?:see you|talk|maybe) later\b/.test(text))
    return "later";
  if (/\b(?:earlier|sooner)\b/.test(text)) return "earlier";
  const other =
    /\b(?:other|another|different|more|else)\b.{0,12}\b(?:dates?|days?|times?|slots?|options?)\b|\b(?:anything|something|what) else\b|\bnone of (?:those|these|them)\b|\b(?:those|these|none|that)\b.{0,10}\b(?:don't|doesn't|won't) (?:work|suit)\b/;
  return other.test(text) || tooEarly.test(text) ? "other" : undefined;
}
