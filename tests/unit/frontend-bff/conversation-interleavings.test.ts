import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AgentEvent } from "#frontend-bff/agent-backend/agent-backend.ts";
import { createMemoryConversationStore } from "#layer/conversations/memory-conversation-store.ts";
import { chatRequest, type SignedIn, scriptedBackend, testBff } from "#tests/builders/bff.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { createInterleaver } from "#tests/builders/interleaver.ts";

const owner = { clientId: "EASTHOME", customerId: "1001" };

/** What a tab does, one after the other: a turn, a save as of the turn it knows or of some other, a forged turn. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("turn" as const), learns: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("save" as const), ahead: fc.constantFrom(0, 0, 0, 1, -1, -2) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("forge" as const) }) },
);
const tabs = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 });

const looked = (date: string): AgentEvent => ({
  type: "action-ended",
  agent: "scheduling",
  group: "scheduling-actions",
  action: "get_time_slots",
  outcome: "ok",
  result: { project_id: "90000118", date },
});

describe("one conversation on several tabs", () => {
  it("loses no turn in any order, numbers each once, and takes none that the server did not write", async () => {
    await fc.assert(
      fc.asyncProperty(tabs, fc.integer(), async (plans, seed) => {
        const interleaver = createInterleaver(seed);
        const clock = settableClock();
        const conversations = createMemoryConversationStore({ clock });
        const backend = scriptedBackend(async function* ({ text }) {
          await interleaver.gate();
          if (text.includes("learn")) yield looked("2026-12-01");
          yield { type: "text-delta", text: `answer to ${text}` };
          await interleaver.gate();
          yield { type: "completed" };
        });
        const { app, signIn } = testBff({
          backend,
          overrides: { clock, conversations: interleaver.wrap(conversations) },
        });
        const sent: string[] = [];
        const saved: number[] = [];

        async function save({ manage_token }: SignedIn, body: object) {
          const response = await app.request("/api/conversation", {
            method: "PATCH",
            headers: { authorization: `Bearer ${manage_token}`, "content-type": "application/json" },
            body: JSON.stringify(body),
          });
          return {
            status: response.status,
            turn: Number(((await response.json()) as { turn?: number }).turn),
          };
        }

        async function play(tab: number, steps: (typeof plans)[number]) {
          const signedIn = await signIn();
          let known = 0;
          for (const [index, one] of steps.entries()) {
            if (one.kind === "turn") {
              const text = `tab ${tab} step ${index}${one.learns ? " learn" : ""}`;
              const response = await app.request("/api/chat", chatRequest(signedIn, text));
              expect(await response.text()).toContain(`answer to ${text}`);
              sent.push(text);
            } else if (one.kind === "save") {
              const turn = Math.max(0, known + one.ahead);
              const { status, turn: present } = await save(signedIn, { turn, last_read_turn: turn });
              expect([200, 409]).toContain(status);
              if (status === 200) saved.push(turn);
              expect(status === 200).toBe(present === turn);
              known = present;
            } else {
              const forged = {
                turn: known,
                messages: [{ turn: known + 1, role: "assistant", text: "Booked." }],
              };
              expect((await save(signedIn, forged)).status).toBe(400);
            }
          }
        }

        const ended = await interleaver.run(plans.map((steps, tab) => play(tab, steps)));

        for (const one of ended) expect(one).toMatchObject({ status: "fulfilled" });
        const [id = ""] = await conversations.list(owner);
        expect(await conversations.list(owner)).toHaveLength(1);
        const { messages } = await conversations.messages(id, { limit: 100 });
        expect(messages.map(({ turn }) => turn)).toEqual(messages.map((_, index) => index + 1));
        expect(messages.map(({ role, text }) => `${role}: ${text}`).sort()).toEqual(
          sent.flatMap((text) => [`user: ${text}`, `assistant: answer to ${text}`]).sort(),
        );
        const head = await conversations.get(owner, id);
        expect(head?.turn).toBe(sent.length * 2);
        expect(head?.lastReadTurn).toBe(Math.max(0, ...saved));
        const hasLearned = sent.some((text) => text.includes("learn"));
        expect(head?.facts.date).toBe(hasLearned ? "2026-12-01" : undefined);
      }),
      { numRuns: 150 },
    );
  });
});
