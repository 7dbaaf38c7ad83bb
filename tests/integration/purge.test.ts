import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Receipt } from "#layer/deletion/purge.ts";
import type { Model } from "#local/model/model.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { type ChatClient, readAnswer, signIn } from "#tests/builders/chat-client.ts";
import { type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";
import { readTables } from "#tests/builders/table-reader.ts";

let system: RunningSystem;
/** Runs at the next call of the model or of a Lambda that is of its number, once. */
let moment:
  | { of: "model" | "before action" | "after action"; number: number; run: () => Promise<void> }
  | undefined;
const calls = { model: 0, "before action": 0, "after action": 0 };

async function passed(of: keyof typeof calls): Promise<void> {
  calls[of] += 1;
  if (moment?.of !== of || calls[of] !== moment.number) return;
  const { run } = moment;
  moment = undefined;
  await run();
}

const scripted = createScriptedModel();
const model: Model = {
  name: scripted.name,
  async *stream(request) {
    await passed("model");
    yield* scripted.stream(request);
  },
};

beforeAll(async () => {
  system = await startRunningSystem({
    model,
    wrapHandler: (_group, handler) => async (event, context) => {
      await passed("before action");
      const answer = await handler(event, context);
      await passed("after action");
      return answer;
    },
  });
});
afterAll(() => system.close());

function purge(chat: ChatClient): Promise<Response> {
  return fetch(`${system.url}/api/conversation`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${chat.manageToken}` },
  });
}

/** What every table holds that names one of these, by table. */
async function rowsWith(...names: string[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [table, rows] of await readTables(system.database.url)) {
    const named = rows
      .map((row) => JSON.stringify(row))
      .filter((row) => names.some((name) => row.includes(name)));
    if (named.length > 0) found[table] = named;
  }
  return found;
}

const namesOf = (chat: ChatClient, customerId: string) =>
  [chat.sessionId, chat.conversationId, `"${customerId}"`, `#${customerId}`] as const;

/** Nothing names the customer; kept by design is the mark that ended the sessions, a number under the HMAC of the receipt. */
async function expectTheMarkAlone(chat: ChatClient, customerId: string, subject: string): Promise<void> {
  expect(await rowsWith(...namesOf(chat, customerId))).toEqual({});
  const { "audit-log": _audit, ...rows } = await rowsWith(subject);
  expect(Object.keys(rows)).toEqual(["session-tokens"]);
  expect((rows["session-tokens"] ?? []).map((row) => JSON.parse(row) as object)).toEqual([
    {
      session_id: `#customer#${subject}`,
      tenant: "EASTHOME",
      mark: expect.any(Number),
      ttl: expect.any(Number),
    },
  ]);
}

describe("DELETE /api/conversation on the running system", () => {
  it("leaves nothing of a customer who has asked, booked and left a note", async () => {
    const chat = await signIn(system, "1000101");
    await chat.say("I'd like to schedule my flooring installation");
    await chat.say("next Tuesday");
    await chat.say("Please add a note to my flooring project: the gate code is 1234");
    const before = await rowsWith(...namesOf(chat, "1000101"));

    const response = await purge(chat);

    const { receipt } = (await response.json()) as { receipt: Receipt };
    expect(Object.keys(before).sort()).toEqual([
      "bedrock-sessions",
      "conversation-summaries",
      "project-notes",
      "recent-messages",
      "session-tokens",
    ]);
    expect(receipt).toMatchObject({ deleted: { messages: 6, notes: 1, sessions: 1 }, left: 0, final: true });
    expect(receipt.agent_sessions_ended).toBe(1);
    await expectTheMarkAlone(chat, "1000101", receipt.customer);
  });

  it.each([
    { of: "model", number: 1 },
    { of: "model", number: 3 },
    { of: "before action", number: 1 },
    { of: "after action", number: 1 },
  ] as const)(
    "wins over a booking's turn at its call $number ($of), whose stream ends once",
    async (when) => {
      const neighbour = await signIn(system, "1000102");
      await neighbour.say("Which projects do I have?");
      const neighbourBefore = await rowsWith(neighbour.conversationId);
      const chat = await signIn(system, "1000101");
      Object.assign(calls, { model: 0, "before action": 0, "after action": 0 });
      let deleted: Promise<Response> | undefined;
      // An action goes on when its turn was stopped; one that begins afterwards finds its session gone.
      const run = async () => {
        deleted = purge(chat);
        await deleted;
      };
      moment = { ...when, run };

      const answer = await readAnswer(
        await chat.post(chat.bodyOf("I'd like to schedule my flooring installation")),
      );
      const response = await deleted;

      if (!response) throw new Error("nothing was deleted");
      expect(response.status).toBe(200);
      const { receipt } = (await response.json()) as { receipt: Receipt };
      expect(receipt).toMatchObject({ left: 0, final: true });
      expect(answer.parts.filter(({ type }) => type === "error")).toHaveLength(1);
      expect(answer.parts.filter(({ type }) => type === "finish")).toHaveLength(1);
      expect(answer.raw.match(/data: \[DONE\]/g)).toHaveLength(1);
      await expectTheMarkAlone(chat, "1000101", receipt.customer);
      expect(await rowsWith(neighbour.conversationId)).toEqual(neighbourBefore);
    },
  );

  it("names nobody in the audit log, the metrics or the log", async () => {
    const chat = await signIn(system, "1000101");
    const logged = system.logLines.length;

    const response = await purge(chat);

    const { receipt } = (await response.json()) as { receipt: Receipt };
    const audit = (await readTables(system.database.url)).get("audit-log") ?? [];
    const purges = audit.filter(
      ({ action, subject }) => action === "conversation_purge" && subject === receipt.customer,
    );
    expect(purges.length).toBeGreaterThanOrEqual(2);
    for (const text of [
      JSON.stringify(audit),
      system.logLines.slice(logged).join("\n"),
      JSON.stringify(receipt),
    ]) {
      expect(text).not.toContain("1000101");
      expect(text).not.toContain(chat.sessionId);
    }
  });
});
