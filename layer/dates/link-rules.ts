import { block, bound, type DateMaker, just, later, link, part } from "./date-makers.ts";
import { type Rule, rule } from "./pattern.ts";

const links: Rule<DateMaker>[] = [
  rule("or|/", () => link("or")),
  rule("and|&|+", () => link("and")),
  rule("to|-|through|thru", () => link("to")),
  rule("between", () => bound("between")),
  rule("from|starting|beginning on?", () => bound("from")),
  rule("on or after", () => bound("from")),
  rule("no|not earlier|sooner than", () => bound("from")),
  rule("not before", () => bound("from")),
  rule("after", () => bound("after")),
  rule("later than", () => bound("after")),
  rule("before", () => bound("before")),
  rule("earlier|sooner than", () => bound("before")),
  rule("by|until|till|til", () => bound("by")),
  rule("up to", () => bound("by")),
  rule("no|not later than", () => bound("by")),
  rule("instead of", () => block),
  rule("good friday", () => block),
  rule("at the earliest|latest", () => block),
  rule("be|am|i'm|im|are|we're|is out|away|gone|traveling|travelling", () => block),
  rule("move|moved|moving|change|changed|switch|swap|reschedule|rescheduled|push|pushed|bring", () =>
    just({ kind: "move" }),
  ),
];
const clocks: Rule<DateMaker>[] = [
  "HOURAFTERAT am|pm|oclock?",
  "HOUR am|pm|oclock",
  "HOUR COUNT am|pm|oclock",
  "HOUR -|to|or|and HOUR am|pm",
  "HOUR -? ish",
  "CLOCK am|pm?",
  "COUNT minutes|mins|min past|after|to|till|before HOUR am|pm?",
  "for COUNT hours|hour|hrs|minutes|mins|min",
  "half past HOUR am|pm?",
  "quarter past|after|to|of|till HOUR am|pm?",
  "noon|midday|midnight|lunch|lunchtime",
].map((pattern) => rule(pattern, () => just({ kind: "clock" })));

const parts: Rule<DateMaker>[] = [
  rule("early|late|mid? -? morning|mornings", () => part("morning")),
  rule("early|late|mid? -? afternoon|afternoons", () => part("afternoon")),
  rule("early|late? -? evening|evenings|night|nights", () => part("evening")),
  rule("first thing", () => part("morning")),
  rule("ALONEAM", () => part("morning")),
  rule("pm", () => part("afternoon")),
  rule("tonight", () => (today) => [...later(0)(today), ...part("evening")(today)]),
  rule("this morning", () => (today) => [...later(0)(today), ...part("morning")(today)]),
  rule("this afternoon", () => (today) => [...later(0)(today), ...part("afternoon")(today)]),
  rule("this evening|night", () => (today) => [...later(0)(today), ...part("evening")(today)]),
];

const choices: Rule<DateMaker>[] = [
  rule("ORDINAL one|option|choice|date|available|slot", (nth) => just({ kind: "choice", index: nth - 1 })),
  rule("option|number|choice COUNT", (nth) => just({ kind: "choice", index: nth - 1 })),
  rule("# COUNT", (nth) => just({ kind: "choice", index: nth - 1 })),
  rule("earliest|soonest", () => just({ kind: "choice", index: 0 })),
  rule("next available|opening", () => just({ kind: "choice", index: 0 })),
  rule("last one|option|date", () => just({ kind: "choice", index: -1 })),
  rule("latest", () => just({ kind: "choice", index: -1 })),
  rule("asap|whenever|anytime", () => just({ kind: "any" })),
  rule("as soon as possible|you|can", () => just({ kind: "any" })),
  rule("any day|date|time", () => just({ kind: "any" })),
  rule("24/7", () => just({ kind: "any" })),
];

/** What stands between and around dates: links, bounds, times of day, and places in the list that was offered. */
export const linkRules: readonly Rule<DateMaker>[] = [...links, ...clocks, ...parts, ...choices];
