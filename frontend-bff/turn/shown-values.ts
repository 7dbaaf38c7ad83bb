import type { Clock } from "#layer/clock.ts";
import type { ConversationOwner } from "#layer/conversations/conversation-store.ts";
import type { KnownValues } from "#layer/privacy/rule.ts";

/** Names, addresses and references that a customer was shown lately: what they say of these is scrubbed, or kept, by value. */
export interface ShownValues {
  of(owner: ConversationOwner): KnownValues;
  learn(owner: ConversationOwner, shown: KnownValues): void;
  forget(owner: ConversationOwner): void;
}

/** As long as a session may idle: after that the agent has to look again, too. */
const lifeMs = 30 * 60_000;
const mostOwners = 2_000;
const mostValues = 100;

/**
 * Kept in this process's memory alone, and nowhere else, since it is what is to be kept out of the tables. A turn that another
 * process runs does without; the scrubber's rules work there all the same.
 */
export function createShownValues({ clock }: { clock: Clock }): ShownValues {
  const entries = new Map<string, { values: KnownValues; until: number }>();
  const keyOf = ({ clientId, customerId }: ConversationOwner) => `${clientId}#${customerId}`;

  function live(owner: ConversationOwner): KnownValues {
    const entry = entries.get(keyOf(owner));
    return entry && entry.until > clock.nowMs() ? entry.values : {};
  }

  return {
    of: live,
    learn(owner, shown) {
      const key = keyOf(owner);
      const values = joined(live(owner), shown);
      entries.delete(key);
      entries.set(key, { values, until: clock.nowMs() + lifeMs });
      // The map is in the order of use: what is dead or too many stands at its beginning.
      for (const [oldest, { until }] of entries) {
        if (entries.size <= mostOwners && until > clock.nowMs()) break;
        entries.delete(oldest);
      }
    },
    forget: (owner) => void entries.delete(keyOf(owner)),
  };
}

/** Both, each value once, the newest kept where there are too many. */
export function joined(one: KnownValues, other: KnownValues): KnownValues {
  const both = (name: "names" | "addresses" | "kept") =>
    [...new Set([...(one[name] ?? []), ...(other[name] ?? [])])].slice(-mostValues);
  return { names: both("names"), addresses: both("addresses"), kept: both("kept") };
}
