import { describe, expect, it } from "vitest";
import { type ConfirmationClick, takeAnswer } from "#frontend-bff/turn/confirmation-answer.ts";
import { nowSeconds } from "#layer/clock.ts";
import { confirmationState, type PendingConfirmation } from "#layer/domain/confirmation.ts";
import { createMemorySessionStore } from "#layer/sessions/memory-session-store.ts";
import { askedConfirmation } from "#tests/builders/bff.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { newSession } from "#tests/builders/session.ts";

async function scene(change: Partial<PendingConfirmation> | undefined) {
  const clock = settableClock();
  const sessions = createMemorySessionStore({ clock });
  const { sessionId } = await sessions.create(
    newSession({ sessionId: "s", absoluteEnd: nowSeconds(clock) + 3600 }),
  );
  if (change) await sessions.askConfirmation(sessionId, askedConfirmation(change));
  const confirmation = (await sessions.get(sessionId))?.confirmation;
  return {
    sessions,
    answer: (text: string, click?: ConfirmationClick) =>
      takeAnswer(
        { sessions, sessionId, confirmation, now: nowSeconds(clock) },
        { text, click, language: "en" },
      ),
    stateNow: async () => (await sessions.get(sessionId))?.confirmation?.state,
    consume: () => sessions.consumeApproval(sessionId, "confirm_appointment", "hash"),
  };
}

const yes: ConfirmationClick = { id: "q_1", approved: true };
const no: ConfirmationClick = { id: "q_1", approved: false };

describe("the customer's answer to an open question", () => {
  it.each<[string, string, ConfirmationClick | undefined, boolean]>([
    ["a click on yes", "Yes, please.", yes, true],
    ["a click on no", "No, thank you.", no, false],
    ["a plain yes", "yes please", undefined, true],
    ["a plain no", "no thanks", undefined, false],
    ["a click, whatever the words beside it say", "no", yes, true],
  ])("is recorded from %s", async (_what, text, click, approved) => {
    const { answer, stateNow, consume } = await scene({ state: "shown" });

    const taken = await answer(text, click);

    expect(taken).toMatchObject({ kind: "answered", approved, confirmation: { id: "q_1" } });
    expect(await stateNow()).toBe(approved ? "approved" : "declined");
    expect(await consume()).toBe(approved);
  });

  it("is nothing in any other words, and the question stays open", async () => {
    const { answer, stateNow } = await scene({ state: "shown" });

    expect(await answer("yes but on Friday")).toEqual({ kind: "none" });
    expect(await stateNow()).toBe("shown");
  });

  it.each<[string, Partial<PendingConfirmation> | undefined]>([
    ["that was never shown", { state: "asked" }],
    ["that has expired", { state: "shown", expires_at: 1 }],
    ["of another id", { state: "shown", id: "q_2" }],
    ["that does not exist", undefined],
    ["that was declined", { state: "declined" }],
    ["that was approved and has expired", { state: "approved", expires_at: 1 }],
  ])("by a click on a question %s is stale and gives no yes", async (_what, change) => {
    const { answer, consume, stateNow } = await scene(change);

    expect(await answer("Yes, please.", yes)).toEqual({ kind: "stale", id: "q_1" });
    expect(await consume()).toBe(false);
    expect(await stateNow()).toBe(change?.state);
  });

  it.each<[string, Partial<PendingConfirmation> | undefined]>([
    ["that was never shown", { state: "asked" }],
    ["that has expired", { state: "shown", expires_at: 1 }],
    ["that does not exist", undefined],
    ["that was declined", { state: "declined" }],
  ])("by a plain yes to a question %s is a message like any other", async (_what, change) => {
    const { answer, consume } = await scene(change);

    expect(await answer("yes")).toEqual({ kind: "none" });
    expect(await consume()).toBe(false);
  });

  it.each<[string, ConfirmationClick | undefined]>([
    ["Yes, please.", yes],
    ["yes", undefined],
  ])("given once more by %j after a lost reply stands", async (text, click) => {
    const { answer, stateNow } = await scene({ state: "approved" });

    expect(await answer(text, click)).toMatchObject({ kind: "answered", approved: true });
    expect(await stateNow()).toBe("approved");
  });

  it.each<[string, ConfirmationClick | undefined, string]>([
    ["no", undefined, "answered"],
    ["No, thank you.", no, "answered"],
    ["what are your business hours?", undefined, "none"],
  ])("that was yes and has not been used is taken back by %j", async (text, click, kind) => {
    const { answer, stateNow, consume } = await scene({ state: "approved" });

    expect(await answer(text, click)).toMatchObject({ kind });
    expect(await stateNow()).toBe("declined");
    expect(await consume()).toBe(false);
  });

  it("is stale when another answer was recorded in between", async () => {
    const { answer, sessions } = await scene({ state: "shown" });
    await sessions.answerConfirmation("s", "q_1", false);

    expect(await answer("Yes, please.", yes)).toEqual({ kind: "stale", id: "q_1" });
  });

  it("can lead to approved from shown and approved alone", async () => {
    for (const state of confirmationState.options) {
      const { answer, consume } = await scene({ state });
      await answer("Yes, please.", yes);
      expect(await consume(), state).toBe(state === "shown" || state === "approved");
    }
  });
});
