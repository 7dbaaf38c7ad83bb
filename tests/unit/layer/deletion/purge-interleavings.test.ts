import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createInterleaver } from "#tests/builders/interleaver.ts";
import {
  leftOf,
  maya,
  memoryStores,
  neighbour,
  nothingLeft,
  type PurgeStores,
  purgeClock,
  purgeScene,
  signIn,
  stranger,
  writeTurn,
} from "#tests/builders/purge-scene.ts";

const wrapAll = (stores: PurgeStores, wrap: <Store extends object>(store: Store) => Store): PurgeStores => ({
  sessions: wrap(stores.sessions),
  families: wrap(stores.families),
  revocations: wrap(stores.revocations),
  conversations: wrap(stores.conversations),
  notes: wrap(stores.notes),
});

/**
 * A purge of Maya while one of her tabs has a turn in this process and one in another, whom nobody stops, one refreshes its
 * token, one is revoked by an operator and one signs in; her neighbour has a turn as well. Afterwards all that is there.
 */
async function race(seed: number) {
  const clock = purgeClock();
  const stores = memoryStores(clock);
  const first = await signIn(stores, clock, maya, "s_one");
  const second = await signIn(stores, clock, maya, "s_two");
  const others: Awaited<ReturnType<typeof signIn>>[] = [];
  for (const customer of [neighbour, stranger]) {
    others.push(await signIn(stores, clock, customer, `s_${customer.clientId}_${customer.customerId}`));
  }
  if (!first || !second || !others[0]) throw new Error("a sign-in failed");
  const strangersBefore = await leftOf(stores, stranger);

  const interleaver = createInterleaver(seed);
  const { late } = interleaver;
  const raced = wrapAll(stores, interleaver.wrap);
  const { purge, turns } = purgeScene(clock, raced);
  async function runTurn(session: { sessionId: string; conversationId: string }) {
    const stop = new AbortController();
    const end = turns.begin({ ...session, ...maya }, () => stop.abort());
    await writeTurn(raced, clock, maya, { ...session, signal: stop.signal });
    end?.();
  }
  async function refresh() {
    const family = await raced.families.get(first?.sessionId ?? "", maya.clientId);
    if (!family) return;
    const { generation } = family;
    await raced.families.rotate(family.sessionId, maya.clientId, {
      generation,
      next: "h2",
      rotatedAtMs: clock.nowMs(),
    });
    await raced.families.use(family.sessionId, maya.clientId);
  }
  async function revoke() {
    await raced.families.revoke(second?.sessionId ?? "", maya.clientId);
    await raced.sessions.end(second?.sessionId ?? "");
  }
  const [purged, signedIn, ...rest] = await interleaver.run<unknown>([
    late(20, () => purge(maya)),
    late(150, () => signIn(raced, clock, maya, "s_new")),
    late(60, () => runTurn(first)),
    late(60, () => writeTurn(raced, clock, maya, second)),
    late(60, () => writeTurn(raced, clock, neighbour, others[0] ?? first)),
    late(60, refresh),
    late(60, revoke),
  ]);
  const failures = [purged, signedIn, ...rest].filter((end) => end?.status === "rejected");
  return { clock, stores, strangersBefore, failures, purged, first, neighbours: others[0] };
}

/** What a sign-in after the purge's own marks has made is Maya's new beginning. */
async function isNewBeginning(stores: PurgeStores, sessionId: string): Promise<boolean> {
  return sessionId.startsWith("s_new") && (await stores.sessions.get(sessionId)) !== undefined;
}

describe("a purge beside turns, refreshes, revocations and sign-ins", () => {
  // In four parts, so that none runs into its time-out on a busy machine.
  it.each([1, 2, 3, 4])(
    "leaves nothing of the customer and everything of the others, in 10,000 interleavings (part %i)",
    async (part) => {
      const seen = { nothing: 0, newBeginnings: 0 };
      await fc.assert(
        fc.asyncProperty(fc.integer(), async (number) => {
          const seed = Math.imul(number, 2 * part + 1);
          const { stores, failures, purged, first, strangersBefore, neighbours } = await race(seed);

          expect(failures).toEqual([]);
          expect(purged).toMatchObject({ value: { left: 0, final: true } });
          const left = await leftOf(stores, maya, {
            sessions: ["s_one_0", "s_two_0"],
            conversations: [first.conversationId],
          });
          const fresh = left.sessions[0];
          if (fresh !== undefined && (await isNewBeginning(stores, fresh))) {
            seen.newBeginnings += 1;
            const conversationId = (await stores.sessions.get(fresh))?.conversationId ?? "";
            expect(left).toMatchObject({ sessions: [fresh], families: [fresh], notes: [] });
            expect(left.conversations).toEqual(conversationIsThere(left.conversations, conversationId));
            expect(conversationId).not.toBe(first.conversationId);
          } else {
            seen.nothing += 1;
            expect(left).toEqual(nothingLeft);
          }
          expect(await leftOf(stores, stranger)).toEqual(strangersBefore);
          expect((await leftOf(stores, neighbour)).items).toBe(4);
          expect(await stores.sessions.get(neighbours.sessionId)).toMatchObject({ offers: { 1: {} } });
        }),
        { numRuns: 2_500 },
      );
      // Both ends came up, so that neither half of the check was idle.
      expect(Math.min(seen.nothing, seen.newBeginnings)).toBeGreaterThan(25);
    },
  );
});

/** The new session's own conversation alone, if it was not marked while it was being opened. */
function conversationIsThere(found: string[], conversationId: string): string[] {
  return found.length === 0 ? [] : [conversationId];
}
