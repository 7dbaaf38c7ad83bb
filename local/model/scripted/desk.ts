import type { Turn } from "./conversation.ts";
import { handedOn, type Listed, type Memory, remember } from "./memory.ts";
import type { Specialist } from "./phrases.ts";
import type { KnownProject } from "./projects.ts";
import { readWish, type Wish } from "./wishes.ts";

/** All that a specialist's plan may go by. */
export interface Desk {
  /** Past turns, oldest first. */
  earlier: readonly Turn[];
  turn: Turn;
  wish: Wish;
  memory: Memory;
  /** What the customer saw listed last, by this specialist or, newer, by another. */
  listed: Listed | undefined;
  /** Projects that another specialist spoke of last. */
  handed: KnownProject[];
}

/** Reads a specialist's conversation; the last turn is the one to answer. */
export function deskOf(turns: readonly Turn[], specialist: Specialist): Desk {
  const earlier = turns.slice(0, -1);
  const turn = turns.at(-1) ?? { context: new Map(), words: "", text: "", calls: [], said: "" };
  const memory = remember(earlier, specialist);
  const handed = handedOn(turn);
  const listed: Listed | undefined = handed.length > 1 ? { kind: "projects", items: handed } : memory.listed;
  return { earlier, turn, wish: inView(readWish(turn.words), listed), memory, listed, handed };
}

/** While projects are listed, "the 2nd" and "2" are places in that list, not days. */
function inView(wish: Wish, listed: Listed | undefined): Wish {
  if (listed?.kind !== "projects" || wish.ordinal) return wish;
  const nth = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)$/i.exec(wish.date ?? "")?.[1] ?? wish.bareNumber;
  const place = Number(nth);
  if (!(place >= 1 && place <= listed.items.length)) return wish;
  return { ...wish, date: undefined, bareNumber: undefined, ordinal: { place, of: "projects" } };
}

/** The item at a place; -1 is the last. Undefined beyond the end. */
export function atPlace<Item>(items: readonly Item[], place: number): Item | undefined {
  return place < 0 ? items.at(place) : items[place - 1];
}
