import type { ApiResult } from "@aws-sdk/client-bedrock-agent-runtime";
import { describe, expect, it } from "vitest";
import { answerTo, approve, ask, openConfirmingWorld, say, wholeWay } from "./local-bedrock-world.ts";

describe("an answer that nobody waits for", () => {
  const refused = { name: "ValidationException", message: expect.stringContaining("invocationId") };

  it("is refused when the invocation is unknown, and the turn waits on", async () => {
    const { client } = await openConfirmingWorld();
    const asked = await say(client);

    const other = { ...asked, control: { ...asked.control, invocationId: crypto.randomUUID() } };
    const wrong = await say(client, approve(other));
    const right = await say(client, approve(asked));

    expect(wrong.error).toMatchObject(refused);
    expect(right.text).toBe("At ten.");
  });

  it("is refused the second time", async () => {
    const { client, events } = await openConfirmingWorld();
    const asked = await say(client);
    await say(client, approve(asked));

    const again = await say(client, approve(asked));

    expect(again.error).toMatchObject(refused);
    expect(events).toHaveLength(1);
  });

  it("is refused once the session has been idle too long", async () => {
    const { client, clock, events } = await openConfirmingWorld();
    const asked = await say(client);

    clock.advance(601);

    expect((await say(client, approve(asked))).error).toMatchObject(refused);
    expect(events).toHaveLength(0);
  });

  it("is refused after another message, which leaves nothing of the turn", async () => {
    const { client, model } = await openConfirmingWorld({
      plays: { ...wholeWay, supervisor: [ask(), ["Never mind."]] },
    });
    const asked = await say(client);

    const next = await say(client);
    const late = await say(client, approve(asked));

    expect(next.text).toBe("Never mind.");
    expect(model.requests.at(-1)?.messages).toHaveLength(1);
    expect(late.error).toMatchObject(refused);
  });

  it("is refused after the session's end, and in another session", async () => {
    const { client } = await openConfirmingWorld();
    const asked = await say(client);

    const elsewhere = await say(client, { ...approve(asked), sessionId: "another" });
    await say(client, { endSession: true });
    const ended = await say(client, approve(asked));

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
    const { client, events } = await openConfirmingWorld();
    const asked = await say(client);

    const wrong = await say(client, answerTo(asked.control, more));
    const right = await say(client, approve(asked));

    expect(wrong.error).toMatchObject({ name: "ValidationException" });
    expect(right.text).toBe("At ten.");
    expect(events).toHaveLength(1);
  });

  it("is refused with one result too many", async () => {
    const { client } = await openConfirmingWorld();
    const asked = await say(client);
    const answer = approve(asked);
    const results = answer.sessionState.returnControlInvocationResults;

    const wrong = await say(client, {
      ...answer,
      sessionState: { ...answer.sessionState, returnControlInvocationResults: [...results, ...results] },
    });

    expect(wrong.error).toMatchObject({ name: "ValidationException" });
  });

  it("is refused without an invocationId", async () => {
    const { client } = await openConfirmingWorld();
    const { sessionState } = approve(await say(client));

    const wrong = await say(client, { sessionState: { ...sessionState, invocationId: undefined } });

    expect(wrong.error).toMatchObject({ name: "ValidationException" });
  });
});
