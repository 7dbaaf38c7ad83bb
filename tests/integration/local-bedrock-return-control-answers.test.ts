import type { ApiResult } from "@aws-sdk/client-bedrock-agent-runtime";
import { afterEach, describe, expect, it } from "vitest";
import {
  agentsThat,
  answerTo,
  ask,
  clientOf,
  type Heard,
  lookUp,
  type Protocol,
  say,
  startWorld,
} from "./local-bedrock-world.ts";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const confirming = agentsThat({ confirm: ["get_time_slots"] });
const wholeWay = { supervisor: [ask(), ["At ten."]], specialist: [lookUp, ["ten"]] };

async function world(options: Partial<Parameters<typeof startWorld>[0]> = {}, protocol?: Protocol) {
  const started = await startWorld({ plays: wholeWay, agents: confirming, ...options });
  const client = clientOf(started.bedrock.url, protocol);
  closers.push(started.bedrock.close, () => client.destroy());
  return { ...started, client };
}

const yes = (heard: Heard) => answerTo(heard.control, { confirmationState: "CONFIRM" });

describe("an answer that nobody waits for", () => {
  const refused = { name: "ValidationException", message: expect.stringContaining("invocationId") };

  it("is refused when the invocation is unknown, and the turn waits on", async () => {
    const { client } = await world();
    const asked = await say(client);

    const other = { ...asked, control: { ...asked.control, invocationId: crypto.randomUUID() } };
    const wrong = await say(client, yes(other));
    const right = await say(client, yes(asked));

    expect(wrong.error).toMatchObject(refused);
    expect(right.text).toBe("At ten.");
  });

  it("is refused the second time", async () => {
    const { client, events } = await world();
    const asked = await say(client);
    await say(client, yes(asked));

    const again = await say(client, yes(asked));

    expect(again.error).toMatchObject(refused);
    expect(events).toHaveLength(1);
  });

  it("is refused once the session has been idle too long", async () => {
    const { client, clock, events } = await world();
    const asked = await say(client);

    clock.advance(601);

    expect((await say(client, yes(asked))).error).toMatchObject(refused);
    expect(events).toHaveLength(0);
  });

  it("is refused after another message, which leaves nothing of the turn", async () => {
    const { client, model } = await world({ plays: { ...wholeWay, supervisor: [ask(), ["Never mind."]] } });
    const asked = await say(client);

    const next = await say(client);
    const late = await say(client, yes(asked));

    expect(next.text).toBe("Never mind.");
    expect(model.requests.at(-1)?.messages).toHaveLength(1);
    expect(late.error).toMatchObject(refused);
  });

  it("is refused after the session's end, and in another session", async () => {
    const { client } = await world();
    const asked = await say(client);

    const elsewhere = await say(client, { ...yes(asked), sessionId: "another" });
    await say(client, { endSession: true });
    const ended = await say(client, yes(asked));

    expect(elsewhere.error).toMatchObject(refused);
    expect(ended.error).toMatchObject(refused);
  });
});

describe("an answer that does not fit the question", () => {
  it.each<[string, Partial<ApiResult>]>([
    ["for another action", { apiPath: "/order", confirmationState: "CONFIRM" }],
    ["for another agent", { agentId: "SUP0000001", confirmationState: "CONFIRM" }],
    ["without the collaborator's id", { agentId: undefined, confirmationState: "CONFIRM" }],
    ["without yes or no", {}],
  ])("is refused %s, and may be given anew", async (_, more) => {
    const { client, events } = await world();
    const asked = await say(client);

    const wrong = await say(client, answerTo(asked.control, more));
    const right = await say(client, yes(asked));

    expect(wrong.error).toMatchObject({ name: "ValidationException" });
    expect(right.text).toBe("At ten.");
    expect(events).toHaveLength(1);
  });

  it("is refused with one result too many", async () => {
    const { client } = await world();
    const asked = await say(client);
    const answer = yes(asked);
    const results = answer.sessionState.returnControlInvocationResults;

    const wrong = await say(client, {
      ...answer,
      sessionState: { ...answer.sessionState, returnControlInvocationResults: [...results, ...results] },
    });

    expect(wrong.error).toMatchObject({ name: "ValidationException" });
  });

  it("is refused without an invocationId", async () => {
    const { client } = await world();
    const { sessionState } = yes(await say(client));

    const wrong = await say(client, { sessionState: { ...sessionState, invocationId: undefined } });

    expect(wrong.error).toMatchObject({ name: "ValidationException" });
  });
});
