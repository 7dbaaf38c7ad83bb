import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { createInterleaver, type Interleaver } from "#tests/builders/interleaver.ts";
import {
  dynamodbStores,
  leftOf,
  nothingLeft,
  purgeClock,
  purgeScene,
  signIn,
  writeTurn,
} from "#tests/builders/purge-scene.ts";

const database = await startTestDynamodb();
afterAll(() => database.close());

const clock = purgeClock();
let customers = 0;

/** The client with a gate before each request, so that a store's own steps are interleaved as well. */
function gated(documents: DynamoDBDocumentClient, { gate }: Interleaver): DynamoDBDocumentClient {
  return new Proxy(documents, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (name !== "send" || typeof member !== "function") return member;
      return async (...args: unknown[]) => {
        await gate();
        return member.apply(target, args);
      };
    },
  });
}

describe("a purge beside writers, request by request", () => {
  it("leaves nothing of the customer in any table, and the others' as it was", async () => {
    const stores = dynamodbStores(database.documents, clock);
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        customers += 1;
        const mine = { clientId: "EASTHOME", customerId: `m${customers}` };
        const other = { clientId: "EASTHOME", customerId: `o${customers}` };
        const tab = await signIn(stores, clock, mine, `s_${customers}`);
        const neighbour = await signIn(stores, clock, other, `s_o${customers}`);
        if (!tab || !neighbour) throw new Error("a sign-in failed");
        const interleaver = createInterleaver(seed);
        const raced = dynamodbStores(gated(database.documents, interleaver), clock);
        const { purge } = purgeScene(clock, raced);
        const { late } = interleaver;

        const ends = await interleaver.run<unknown>([
          late(30, () => purge(mine)),
          late(60, () => writeTurn(raced, clock, mine, tab)),
          late(60, () => writeTurn(raced, clock, other, neighbour)),
        ]);

        expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
        const ever = { sessions: [tab.sessionId], conversations: [tab.conversationId] };
        expect(await leftOf(stores, mine, ever)).toEqual(nothingLeft);
        expect(await leftOf(stores, other)).toMatchObject({ items: 4, notes: [expect.any(String)] });
      }),
      { numRuns: 20 },
    );
  });
});
