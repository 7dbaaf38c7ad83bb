import type { Turn } from "./conversation.ts";
import { type Specialist, specialistOf } from "./phrases.ts";
import { contentFor, lacksProject, recipientsOf, type Talk } from "./supervisor.ts";

const undecidable = "<a>undecidable</a>";

/**
 * Whom a supervisor-router's words go to. Undecidable when there are several, or when the one would need to be told what
 * another has shown: then the supervisor sees to it. A router knows who answered last, and of earlier turns only the words.
 */
export function routeFor(turns: readonly Turn[], system: string): string {
  const turn = turns.at(-1);
  if (!turn) return undecidable;
  const specialists = Object.values(specialistOf).filter((name) => system.includes(`\n- ${name}: `));
  const lastName = /^The last agent was (\w+)\.$/m.exec(system)?.[1];
  const last: Specialist | undefined = specialists.find((name) => name === lastName);
  const earlier = turns.slice(0, -1);
  const talks = earlier.map(
    ({ said }, index): Talk => ({ recipient: index === earlier.length - 1 ? last : undefined, said }),
  );
  const [recipient, ...others] = recipientsOf(turn, talks);
  if (!recipient || others.length > 0 || !specialists.includes(recipient)) return undecidable;
  const needsMore =
    contentFor(recipient, turn.text, talks) !== turn.text ||
    (recipient === "notes" && lacksProject(turn, talks));
  if (needsMore) return undecidable;
  return recipient === last ? "<a>keep_previous_agent</a>" : `<a>${recipient}</a>`;
}
