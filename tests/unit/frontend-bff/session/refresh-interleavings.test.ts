import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RefreshTools, refreshFamily } from "#frontend-bff/session/refresh-family.ts";
import type { AuditChain, AuditLog } from "#layer/audit/audit-log.ts";
import { makeRefreshToken } from "#layer/auth/refresh-token.ts";
import { nowSeconds } from "#layer/clock.ts";
import { tenant } from "#layer/domain/tenant.ts";
import { createMemoryCounters } from "#layer/observability/memory-counters.ts";
import { judgeRefresh } from "#layer/sessions/judge-refresh.ts";
import { createMemoryRevocationStore } from "#layer/sessions/memory-revocation-store.ts";
import { createMemorySessionStore } from "#layer/sessions/memory-session-store.ts";
import { createMemoryTokenFamilyStore } from "#layer/sessions/memory-token-family-store.ts";
import { isRevoked } from "#layer/sessions/revocation-marks.ts";
import { newId, newSessionId } from "#layer/sessions/session-ids.ts";
import { createMemoryTenantDirectory } from "#layer/tenants/memory-tenant-directory.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { testKeyRing } from "#tests/builders/key-rings.ts";
import { newSession, testSubject } from "#tests/builders/session.ts";

const ring = testKeyRing("k1");
const tenants = createMemoryTenantDirectory([
  tenant.parse({
    client_id: "EASTHOME",
    client_name: "east-home",
    public_key: "pk_east_home",
    display_name: "East Home",
    time_zone: "America/New_York",
  }),
]);
const hold = async () => undefined;
/** The same in every run: none can tell. */
const claims = { sessionId: newSessionId(), clientId: "EASTHOME" };
const subject = testSubject("EASTHOME", "1001");
/** The tokens of that session, by generation from 1 on; more than any run gets to. */
const tokens = await Promise.all(
  [1, 2, 3, 4, 5, 6].map((generation) => makeRefreshToken(ring, { ...claims, generation })),
);
const tokenOf = (generation: number) => tokens[generation - 1]?.token ?? "";
/** What is audited is another test's affair, and its hashing would take most of this one's time. */
const unaudited = { append: async () => ({ seq: 1 }) } as unknown as AuditChain;
const audit: AuditLog = { open: () => unaudited, append: unaudited.append as AuditLog["append"] };

/** Every call to a store of this method list waits its turn, before and after what it does, as over a network. */
function slowed<Store extends object>(store: Store, scheduler: fc.Scheduler): Store {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return async (...args: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), `${String(name)} sent`);
        const result: unknown = await Reflect.apply(method, target, args);
        await scheduler.schedule(Promise.resolve(), `${String(name)} answered`);
        return result;
      };
    },
  });
}

/** One signed-in session on memory stores, and the same stores behind a network that delivers in any order. */
async function scene(scheduler: fc.Scheduler) {
  const clock = settableClock();
  const log = () => undefined;
  const stores = {
    sessions: createMemorySessionStore({ clock }),
    families: createMemoryTokenFamilyStore({ clock }),
    revocations: createMemoryRevocationStore({ clock }),
  };
  const session = await stores.sessions.create(
    newSession({ ...claims, customerId: "1001", absoluteEnd: nowSeconds(clock) + 8 * 3600 }),
  );
  await stores.families.create({
    ...claims,
    customerId: "1001",
    head: tokens[0]?.stored ?? "",
    rotatedAtMs: clock.nowMs(),
    absoluteEnd: session.absoluteEnd,
  });
  const tools: RefreshTools = {
    ...stores,
    tenants,
    tokenRing: ring,
    subjectRing: ring,
    audit,
    counters: createMemoryCounters({ log }),
    clock,
    log,
  };
  const slow: RefreshTools = {
    ...tools,
    sessions: slowed(stores.sessions, scheduler),
    families: slowed(stores.families, scheduler),
    revocations: slowed(stores.revocations, scheduler),
  };
  const refreshWith = async (through: RefreshTools, token: string) =>
    (await refreshFamily(token, { requestId: newId("req"), hold }, through))?.refreshToken;
  return {
    ...stores,
    clock,
    refresh: (token: string) => refreshWith(slow, token),
    refreshAtOnce: (token: string) => refreshWith(tools, token),
    slow,
  };
}

type Scene = Awaited<ReturnType<typeof scene>>;

/** The generations whose tokens would be rotated at this moment: the heads that live. */
async function liveHeads({ families, sessions, revocations, clock }: Scene): Promise<number[]> {
  const [family, session, marks] = await Promise.all([
    families.get(claims.sessionId, claims.clientId),
    sessions.get(claims.sessionId),
    revocations.read("EASTHOME", subject),
  ]);
  if (!session || isRevoked(session.marks, marks)) return [];
  return tokens.flatMap(({ stored }, index) => {
    const verdict = judgeRefresh({ generation: index + 1, stored }, family, clock.nowMs());
    return verdict === "rotate" ? [index + 1] : [];
  });
}

/** One that the property counts as one run, each with its own moves and its own order of everything that a store does. */
const interleavings = 10_000;
/** The family's age when it all begins: without a parent, with one, with ancestors. */
const starts = [1, 2, 3, 4];

const move = fc.oneof(
  // How many generations before the newest the token is that somebody presents.
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("refresh" as const),
      ago: fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("revoke", "end", "mark"), ago: fc.constant(0) }) },
);

describe(`${interleavings.toLocaleString("en")} interleavings of refresh, reuse, revoke and end`, () => {
  it.each(starts)(
    "leave at most one live head from generation %i on, and nothing good after an end or a reuse",
    async (start) => {
      const seen = { live: 0, dead: 0 };
      await fc.assert(
        fc.asyncProperty(
          fc.scheduler(),
          fc.array(move, { minLength: 2, maxLength: 5 }),
          async (scheduler, moves) => {
            const world = await scene(scheduler);
            const { slow } = world;
            for (let newest = 1; newest < start; newest += 1) await world.refreshAtOnce(tokenOf(newest));
            const presented = moves.flatMap((one) =>
              one.do === "refresh" ? [Math.max(1, start - one.ago)] : [],
            );
            const given: string[] = [];

            await scheduler.waitFor(
              Promise.all([
                ...presented.map(async (generation) => {
                  const answer = await world.refresh(tokenOf(generation));
                  if (answer !== undefined) given.push(answer);
                }),
                ...moves.map(async (one) => {
                  if (one.do === "revoke") await slow.families.revoke(claims.sessionId, "EASTHOME");
                  if (one.do === "end") await slow.sessions.end(claims.sessionId);
                  if (one.do === "mark") await slow.revocations.revoke("EASTHOME", subject);
                }),
              ]),
            );

            const live = await liveHeads(world);
            const isEnded = moves.some((one) => one.do !== "refresh");
            const isReused = presented.some((generation) => generation < start - 1);
            // The one before the newest is a good client's, unless the newest was used as well: then it depends on the order.
            const isGood = new Set(presented).size === 1 && (presented[0] ?? 0) >= start - 1;
            if (isEnded || isReused) expect(live).toEqual([]);
            else if (isGood) expect(live).toHaveLength(1);
            expect(live.length).toBeLessThanOrEqual(1);
            if (live[0] !== undefined) {
              // The newest, or the one before it where another call went on from there in the meantime.
              const good = [tokenOf(live[0]), tokenOf(live[0] - 1)];
              for (const token of given) expect(good).toContain(token);
              seen.live += 1;
            } else {
              for (const generation of [start, start + 1]) {
                expect(await world.refreshAtOnce(tokenOf(generation))).toBeUndefined();
              }
              seen.dead += 1;
            }
          },
        ),
        { numRuns: interleavings / starts.length },
      );
      expect(Math.min(seen.live, seen.dead)).toBeGreaterThan(interleavings / starts.length / 20);
    },
  );
});

/**
 * A customer's pages, which share what they hold: the newest token that reached any of them. A page whose answer was lost asks
 * again with what it asked with, as long as that is within the grace.
 */
describe("a good client", () => {
  it("with up to twenty tabs and lost answers is never signed out, whatever the order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 4 }),
        async (scheduler, rounds) => {
          const world = await scene(scheduler);
          let held = tokenOf(1);
          for (const tabs of rounds) {
            const asked = held;

            const answers = scheduler.waitFor(
              Promise.all(
                tabs.map(async (lostAnswers) => {
                  for (let lost = 0; lost < lostAnswers; lost += 1) await world.refresh(asked);
                  return world.refresh(asked);
                }),
              ),
            );

            const next = new Set(await answers);
            expect(next.size).toBe(1);
            held = [...next][0] ?? "";
            expect(held).not.toBe("");
            expect(held).not.toBe(asked);
            world.clock.advance(15 * 60);
            await world.sessions.touch(claims.sessionId);
          }
          expect(await liveHeads(world)).toEqual([rounds.length + 1]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
