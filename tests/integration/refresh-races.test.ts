import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, describe, expect, it } from "vitest";
import { createDynamodbRevocationStore } from "#layer/sessions/dynamodb-revocation-store.ts";
import { createDynamodbSessionStore } from "#layer/sessions/dynamodb-session-store.ts";
import { createDynamodbTokenFamilyStore } from "#layer/sessions/dynamodb-token-family-store.ts";
import { type SignedIn, signOutCustomer, testBff } from "#tests/builders/bff.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { startMoto } from "#tests/builders/moto.ts";

const [database, moto] = await Promise.all([startTestDynamodb(), startMoto()]);
afterAll(() => Promise.all([database.close(), moto?.close()]));

const databases: [string, DynamoDBDocumentClient][] = [
  ["dynalite", database.documents],
  ...(moto ? [["moto", moto.documents] satisfies [string, DynamoDBDocumentClient]] : []),
];

function scene(documents: DynamoDBDocumentClient) {
  const clock = settableClock();
  const tokens = { documents, tableName: "session-tokens-dev", clock };
  const sessions = createDynamodbSessionStore({ documents, tableName: "bedrock-sessions-dev", clock });
  const families = createDynamodbTokenFamilyStore(tokens);
  const revocations = createDynamodbRevocationStore(tokens);
  const bff = testBff({ overrides: { sessions, families, revocations, clock } });
  const refresh = (refresh_token: string) =>
    bff.app.request("/api/session/refresh", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ refresh_token }),
    });
  const own = async (method: string, { manage_token }: SignedIn) =>
    bff.app.request("/api/session", { method, headers: { authorization: `Bearer ${manage_token}` } });
  async function next(refresh_token: string): Promise<SignedIn> {
    const response = await refresh(refresh_token);
    if (response.status !== 200) throw new Error(`refresh answered ${response.status}`);
    return (await response.json()) as SignedIn;
  }
  return { ...bff, families, refresh, own, next, clock };
}

const rounds = 4;

describe.each(databases)("races over the tables of %s", (_, documents) => {
  it("give twenty tabs one and the same next token, round after round", async () => {
    const { signIn, next, own, clock } = scene(documents);
    let held = await signIn();

    for (let round = 0; round < rounds; round += 1) {
      const asked = held.refresh_token;
      const answers = await Promise.all(Array.from({ length: 20 }, () => next(asked)));
      const tokens = new Set(answers.map(({ refresh_token }) => refresh_token));
      expect(tokens.size).toBe(1);
      expect(tokens.has(asked)).toBe(false);
      held = answers[0] ?? held;
      clock.advance(60);
    }

    expect((await own("GET", held)).status).toBe(200);
  });

  it("leave nothing of a family in which an old token was used while others refresh", async () => {
    const { signIn, next, refresh, own, families } = scene(documents);

    for (let round = 0; round < rounds; round += 1) {
      const first = await signIn();
      const second = await next(first.refresh_token);
      const third = await next(second.refresh_token);
      const answers = await Promise.all(
        [third, first, third, second, third].map(({ refresh_token }) => refresh(refresh_token)),
      );
      const given = await Promise.all(
        answers
          .filter(({ status }) => status === 200)
          .map(async (answer) => (await answer.json()) as SignedIn),
      );

      expect((await families.get(first.session_id, "EASTHOME"))?.revokedAt).toBeDefined();
      for (const held of [first, second, third, ...given]) {
        expect((await refresh(held.refresh_token)).status).toBe(401);
        expect((await own("GET", held)).status).toBe(401);
      }
    }
  });

  it.each<[string, (bff: ReturnType<typeof scene>, held: SignedIn) => Promise<unknown>]>([
    ["signed out", ({ own }, held) => own("DELETE", held)],
    [
      "ended with all of the customer's",
      ({ dependencies }) => signOutCustomer(dependencies, "EASTHOME", "1001"),
    ],
  ])("leave nothing of a session that is %s while it refreshes", async (_what, end) => {
    const bff = scene(documents);

    for (let round = 0; round < rounds; round += 1) {
      const first = await bff.signIn();
      const [one, , two] = await Promise.all([
        bff.refresh(first.refresh_token),
        end(bff, first),
        bff.refresh(first.refresh_token),
      ]);
      const given = await Promise.all(
        [one, two]
          .filter(({ status }) => status === 200)
          .map(async (answer) => (await answer.json()) as SignedIn),
      );

      for (const held of [first, ...given]) {
        expect((await bff.refresh(held.refresh_token)).status).toBe(401);
        expect((await bff.own("GET", held)).status).toBe(401);
      }
    }
  });
});
