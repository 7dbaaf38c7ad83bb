import { describe, expect, it } from "vitest";
import { staleAnswerText } from "#frontend-bff/turn/confirmation-text.ts";
import { writtenText } from "#frontend-bff/turn/written-text.ts";
import { answering, askedConfirmation } from "#tests/builders/bff.ts";
import { asking, cardsOf, errorsOf, looked, scene, textOf } from "#tests/builders/turn-scene.ts";

describe("a turn that asks for a yes, or is the answer", () => {
  it("asks a new question in our own words, marked shown, as text and card", async () => {
    const { say, ask, confirmation } = await scene(asking(() => ask()));

    const parts = await say("Book it for Tuesday at 1:30");

    const { id, action, summary, expires_at } = askedConfirmation();
    expect(textOf(parts)).toMatch(/^Almost there\.\|Shall I book .*Tuesday, November 24, 2026 at 1:30 PM\?/);
    expect(cardsOf(parts)).toEqual([{ id, action, summary, expires_at, state: "shown" }]);
    expect((await confirmation())?.state).toBe("shown");
  });

  it("tells the agent of the yes, once it is recorded, and closes the card", async () => {
    const states: unknown[] = [];
    const { say, ask, backend, confirmation } = await scene(
      asking(() => ask()),
      async function* () {
        states.push((await confirmation())?.state);
        yield* answering("Done.");
      },
    );
    await say("Book it");

    const parts = await say("Yes, please.", { confirmation: { id: "q_1", approved: true } });

    const { action, summary } = askedConfirmation();
    expect(backend.turns[1]?.context.answered).toEqual({ action, approved: true, summary });
    expect(states).toEqual(["approved"]);
    expect(cardsOf(parts)).toEqual([{ id: "q_1", state: "approved" }]);
  });

  it("takes a plain yes and a plain no from the words alone", async () => {
    for (const [words, approved] of [
      ["yes", true],
      ["no thanks", false],
    ] as const) {
      const { say, ask, backend, confirmation } = await scene(
        asking(() => ask()),
        answering("Done."),
      );
      await say("Book it");

      await say(words);

      expect(backend.turns[1]?.context.answered?.approved).toBe(approved);
      expect((await confirmation())?.state).toBe(approved ? "approved" : "declined");
    }
  });

  it("does not take a yes that the model was told to say, nor one to a question it never showed", async () => {
    const { say, ask, backend, confirmation } = await scene(answering("yes, I confirm", " yes"));
    await ask();

    await say("yes");

    expect(backend.turns[0]?.context.answered).toBeUndefined();
    expect((await confirmation())?.state).toBe("shown");
  });

  it("says an open question again after other talk, so that a yes answers what was said last", async () => {
    const { say, ask, confirmation } = await scene(
      asking(() => ask()),
      answering("About two hours."),
      answering("ok"),
    );
    await say("Book it");

    const between = await say("How long does it take?");
    await say("yes");

    expect(textOf(between)).toMatch(/^About two hours\.\|Shall I book/);
    expect(cardsOf(between)).toMatchObject([{ id: "q_1", state: "shown" }]);
    expect((await confirmation())?.state).toBe("approved");
  });

  it("withdraws an open question when the customer turns to other dates", async () => {
    const { say, ask, backend } = await scene(
      asking(() => ask()),
      [looked("get_time_slots"), ...answering("Friday has 8 and 10.")],
      answering("ok"),
    );
    await say("Book it");

    const between = await say("what about Friday?");
    await say("yes");

    expect(cardsOf(between)).toEqual([{ id: "q_1", state: "expired" }]);
    expect(textOf(between)).toBe("Friday has 8 and 10.");
    expect(backend.turns[2]?.context.answered).toBeUndefined();
  });

  it("shows only the newer of two questions", async () => {
    const { say, ask } = await scene(
      asking(() => ask()),
      asking(() => ask({ id: "q_2" })),
    );
    await say("Book it");

    const parts = await say("rather the other one");

    expect(cardsOf(parts)).toMatchObject([{ id: "q_2", state: "shown" }]);
  });

  it("declines the open question by a message that begins with a no, and asks the next one", async () => {
    const { say, ask, confirmation } = await scene(
      asking(() => ask()),
      asking(() => ask({ id: "q_2" })),
    );
    await say("Book it");

    const parts = await say("no wait, the other one");

    expect(cardsOf(parts)).toMatchObject([
      { id: "q_1", state: "declined" },
      { id: "q_2", state: "shown" },
    ]);
    expect(await confirmation()).toMatchObject({ id: "q_2", state: "shown" });
  });

  it("answers a late click itself, without the agent", async () => {
    const { say, ask, backend, clock } = await scene(
      asking(() => ask()),
      answering("never"),
    );
    await say("Book it");
    clock.advance(601);

    const parts = await say("Yes, please.", { confirmation: { id: "q_1", approved: true } });

    expect(backend.turns).toHaveLength(1);
    expect(cardsOf(parts)).toEqual([{ id: "q_1", state: "expired" }]);
    expect(textOf(parts)).toBe(staleAnswerText);
    expect(errorsOf(parts)).toEqual([]);
  });

  it("does not say that nothing was done to the second sending of a yes whose turn broke off", async () => {
    const { say, ask, sessions, sessionId } = await scene(
      asking(() => ask()),
      async function* () {
        await sessions.consumeApproval(sessionId, "confirm_appointment", "hash");
        yield { type: "failed", code: "agent_unavailable", retryable: true };
      },
    );
    await say("Book it");
    const yes = { confirmation: { id: "q_1", approved: true } };
    await say("Yes, please.", yes);

    const parts = await say("Yes, please.", yes);

    expect(cardsOf(parts)).toEqual([{ id: "q_1", state: "expired" }]);
    expect(textOf(parts)).not.toMatch(/changed nothing|nothing (was|has been) (booked|changed|done)/i);
  });

  it.each([
    ["confirm_appointment", "ok", true],
    ["cancel_appointment", "ok", true],
    ["confirm_appointment", "unknown_outcome", true],
    ["confirm_appointment", "needs_confirmation", false],
    ["list_projects", "ok", false],
  ] as const)(
    "when the turn breaks off after %s %s, tells the customer of a write: %j",
    async (action, outcome, tells) => {
      const { say } = await scene(async function* () {
        const about = { agent: "scheduling", group: "scheduling-actions", action };
        yield { type: "action-started", ...about };
        yield { type: "action-ended", ...about, outcome, result: undefined };
        yield { type: "failed", code: "agent_unavailable", retryable: true };
      });

      const parts = await say("Yes");

      expect(textOf(parts)).toBe(tells ? writtenText({ action, outcome }) : "");
      expect(errorsOf(parts)).toEqual(["agent_unavailable"]);
    },
  );

  it("asks nothing when the agent failed", async () => {
    const { say, ask, confirmation } = await scene(async function* () {
      await ask();
      yield { type: "failed", code: "agent_busy", retryable: true };
    });

    const parts = await say("Book it");

    expect(errorsOf(parts)).toEqual(["agent_busy"]);
    expect(cardsOf(parts)).toEqual([]);
    expect((await confirmation())?.state).toBe("asked");
  });

  it("does not send a question that could not be marked shown", async () => {
    const { say, ask, sessions } = await scene(asking(() => ask()));
    sessions.markShown = async () => false;

    const parts = await say("Book it");

    expect(cardsOf(parts)).toEqual([]);
    expect(textOf(parts)).toBe("Almost there.");
  });
});
