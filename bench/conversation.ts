import { mintSessionToken, verifySessionToken } from "#layer/auth/session-token.ts";
import { wallClock } from "#layer/clock.ts";
import { createDynamodbConversationStore } from "#layer/conversations/dynamodb-conversation-store.ts";
import type { Session } from "#layer/sessions/session-store.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { documentsOf } from "#tests/builders/dynamodb.ts";
import { testKeyRing } from "#tests/builders/key-rings.ts";
import { type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";

const short = 10;
const long = 500;
const runs = 60;
/** A conversation of 500 messages may cost this much more than one of 10: the index it stands in, and the noise. */
const mostTimes = 1.5;
/** Milliseconds, as promised: 95 of 100 stay below. */
const promised = { get: 200, save: 300, signIn: 50, verify: 1 };

/**
 * Reading and saving a conversation of 10 and of 500 messages side by side, signing in, verifying a token, and deleting
 * everything; the BFF over its socket, tables in the embedded DynamoDB.
 */
export async function benchConversation(): Promise<{ line: string; isWithin: boolean }> {
  const system = await startRunningSystem({ startMs: wallClock.nowMs() });
  const { documents, close } = documentsOf(system.database.url);
  const conversations = createDynamodbConversationStore({
    documents,
    tableNames: {
      summaries: tableName(tables.conversationSummaries, "dev"),
      messages: tableName(tables.recentMessages, "dev"),
    },
    clock: wallClock,
  });
  const owners = [
    { owner: { clientId: "EASTHOME", customerId: "1000101" }, messages: short },
    { owner: { clientId: "EASTHOME", customerId: "1000102" }, messages: long },
  ] as const;
  const message = { role: "user", text: "Is there anything free on Friday?", messageId: "m_1" } as const;
  try {
    const scenes = [];
    for (const { owner, messages } of owners) {
      const signedIn = await signInAs(system, owner);
      for (let count = 0; count < messages; count += 1) {
        await conversations.append(owner, signedIn.conversation_id, message);
      }
      scenes.push({ owner, ...signedIn });
    }
    const [small, large] = scenes;
    if (!small || !large) throw new Error("two conversations are wanted");
    const get = await sideBySide(small, large, ({ manage_token }) => fetchAs(system, "GET", manage_token));
    const save = await sideBySide(small, large, ({ owner, conversation_id }) =>
      conversations.append(owner, conversation_id, message),
    );
    const signIn = p95(await timed(() => signInAs(system, { clientId: "EASTHOME", customerId: "1000103" })));
    const verify = p95(await timeVerify());
    const cleared = [];
    for (const { manage_token } of scenes) {
      cleared.push(p95(await timed(() => fetchAs(system, "DELETE", manage_token), 1)));
    }

    const isWithin =
      get.times <= mostTimes &&
      save.times <= mostTimes &&
      get.p95Ms < promised.get &&
      save.p95Ms < promised.save &&
      signIn < promised.signIn &&
      verify < promised.verify;
    return {
      isWithin,
      line: [
        `conversation of ${long} messages against one of ${short}: get ${get.times.toFixed(2)} ×, save ${save.times.toFixed(2)} × (bound ${mostTimes} ×)`,
        `p95: get ${ms(get.p95Ms)} (promise ${promised.get}), save ${ms(save.p95Ms)} (${promised.save}), sign-in with the store ${ms(signIn)} (${promised.signIn}), verify ${ms(verify)} (${promised.verify})`,
        `deleting everything once: ${cleared.map((took, index) => `${ms(took)} with ${[short, long][index]} messages`).join(", ")}; in AWS the second look waits a second more (promise 200)`,
      ].join("\n  "),
    };
  } finally {
    close();
    await system.close();
  }
}

interface SignedIn {
  manage_token: string;
  conversation_id: string;
}

async function signInAs(
  { url, pf360 }: RunningSystem,
  owner: { clientId: string; customerId: string },
): Promise<SignedIn> {
  const bearer = await pf360.issueToken(owner);
  const response = await fetch(`${url}/api/session`, {
    method: "POST",
    headers: { authorization: `Bearer ${bearer}` },
  });
  return (await answered(response)) as SignedIn;
}

async function fetchAs({ url }: RunningSystem, method: string, token: string): Promise<unknown> {
  return answered(
    await fetch(`${url}/api/conversation`, { method, headers: { authorization: `Bearer ${token}` } }),
  );
}

async function answered(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`the BFF answered ${response.status}`);
  return response.json();
}

/** The same work on both in turn, so that the machine's moods hit both. */
async function sideBySide<Scene>(small: Scene, large: Scene, work: (scene: Scene) => Promise<unknown>) {
  const took: { small: number[]; large: number[] } = { small: [], large: [] };
  for (let run = 0; run < runs; run += 1) {
    took.small.push(...(await timed(() => work(small), 1)));
    took.large.push(...(await timed(() => work(large), 1)));
  }
  return { times: median(took.large) / median(took.small), p95Ms: p95(took.large) };
}

async function timeVerify(): Promise<number[]> {
  const tools = { ring: testKeyRing("k1"), clock: wallClock };
  const session = {
    sessionId: `s_${"A".repeat(43)}`,
    clientId: "EASTHOME",
    subject: `k1.${"A".repeat(43)}`,
    version: 1,
    absoluteEnd: Math.floor(wallClock.nowMs() / 1000) + 3600,
  } satisfies Partial<Session>;
  const { token } = await mintSessionToken(tools, session, { purpose: "stream", jti: "t_1" });
  return timed(() => verifySessionToken(tools, token, { purpose: "stream" }), 2_000);
}

async function timed(work: () => Promise<unknown>, times = runs): Promise<number[]> {
  const took: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const startMs = performance.now();
    await work();
    took.push(performance.now() - startMs);
  }
  return took;
}

const sorted = (values: readonly number[]) => [...values].sort((one, other) => one - other);
const median = (values: readonly number[]) => sorted(values)[Math.floor(values.length / 2)] ?? 0;
const p95 = (values: readonly number[]) => sorted(values)[Math.floor(values.length * 0.95)] ?? 0;
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`;
