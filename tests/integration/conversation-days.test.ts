import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { postJson, signIn } from "#tests/builders/chat-client.ts";
import { runningClock } from "#tests/builders/clock.ts";
import { recordingModel } from "#tests/builders/recording-model.ts";
import { mondayMorning, type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";

const day = 24 * 3600;
const customerId = "1000101";
const clock = runningClock(mondayMorning);
const scripted = createScriptedModel();
const model = recordingModel(() => scripted);
let system: RunningSystem;
beforeAll(async () => {
  system = await startRunningSystem({ clock, model });
});
afterAll(() => system.close());

interface Page {
  conversation_id: string;
  facts: Record<string, string>;
  messages: { role: string; text: string }[];
}

/** What a page that is opened now is given. */
async function reopened(): Promise<Page> {
  const bearer = await system.pf360.issueToken({ clientId: await clientId(), customerId });
  const session = await postJson(`${system.url}/api/session`, bearer, {});
  const { manage_token } = (await session.json()) as Record<string, string>;
  const response = await fetch(`${system.url}/api/conversation`, {
    headers: { authorization: `Bearer ${manage_token}` },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Page;
}

async function clientId(): Promise<string> {
  return system.engine.customers().find((one) => one.customerId === customerId)?.clientId ?? "";
}

/** The `known_from_earlier` lines that the model was given in the turns of a function. */
async function toldIn(talk: () => Promise<unknown>): Promise<string[]> {
  const before = model.given.length;
  await talk();
  return model.given.slice(before).flatMap((given) => given.match(/known_from_earlier: \{[^\n]*?\}/g) ?? []);
}

describe("a conversation over the days", () => {
  it("restores its words for a day, tells the agent its facts for a week, and is another one after that", async () => {
    const first = await signIn(system, customerId);
    await first.say("I'd like to schedule my flooring installation");
    const offered = await first.say("the second one");
    expect(offered.error).toBeUndefined();

    clock.advance(day - 60);
    const sameDay = await reopened();
    clock.advance(day + 60);
    const twoDaysOn = await reopened();
    const returning = await signIn(system, customerId);
    const told = await toldIn(() => returning.say("Hello again"));
    clock.advance(7 * day + 60);
    const overAWeekOn = await reopened();
    const stranger = await signIn(system, customerId);
    const toldThen = await toldIn(() => stranger.say("Hello again"));

    expect(sameDay.conversation_id).toBe(first.conversationId);
    expect(sameDay.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user", "assistant"]);
    const facts = { intent: "book", project_id: expect.stringMatching(/^\d+$/), open_question: "which_time" };
    expect(sameDay.facts).toMatchObject(facts);
    expect(twoDaysOn).toMatchObject({ conversation_id: first.conversationId, messages: [], facts });
    expect(returning.sessionId).not.toBe(first.sessionId);
    expect(told.length).toBeGreaterThan(0);
    for (const line of told) {
      const known = line.replaceAll("\\", "").slice("known_from_earlier: ".length);
      expect(JSON.parse(known)).toEqual(twoDaysOn.facts);
    }
    expect(overAWeekOn.conversation_id).not.toBe(first.conversationId);
    expect(overAWeekOn).toMatchObject({ messages: [], facts: {} });
    expect(toldThen).toEqual([]);
  });
});
