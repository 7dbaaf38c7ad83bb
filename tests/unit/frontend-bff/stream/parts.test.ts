import { uiMessageChunkSchema } from "ai";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChatPart } from "#frontend-bff/stream/chat-part.ts";
import { partsOf } from "#frontend-bff/stream/parts.ts";
import type { TurnEvent } from "#frontend-bff/stream/turn-event.ts";
import { askedConfirmation } from "#tests/builders/bff.ts";

const ids = { runId: "r_1", requestId: "req_1" };
const { id, action, summary, expires_at } = askedConfirmation();
const card = { id, action, summary, expires_at, state: "shown" as const };

async function* from(events: readonly TurnEvent[], thrown?: unknown): AsyncGenerator<TurnEvent> {
  yield* events;
  if (thrown !== undefined) throw thrown;
}

const read = (events: readonly TurnEvent[], thrown?: unknown) =>
  Array.fromAsync(partsOf(from(events, thrown), ids));

const typesOf = (parts: readonly ChatPart[]) => parts.map(({ type }) => type);

const anyEvent = fc.oneof<fc.Arbitrary<TurnEvent>[]>(
  fc.record({ type: fc.constant("text-delta"), text: fc.string({ unit: "binary" }) }),
  fc.record({ type: fc.constant("own-words"), text: fc.string({ unit: "binary" }) }),
  fc.record({
    type: fc.constant("action-started"),
    agent: fc.string(),
    group: fc.string(),
    action: fc.constantFrom("list_projects", "get_time_slots", "unheard_of", "constructor"),
  }),
  fc.constant({
    type: "action-ended",
    agent: "scheduling",
    group: "scheduling-actions",
    action: "list_projects",
    outcome: "ok",
    result: { projects: [] },
  }),
  fc.constant({ type: "usage", inputTokens: 1, outputTokens: 2 }),
  fc.constant({ type: "completed" }),
  fc.constantFrom<TurnEvent>(
    { type: "confirmation", card },
    { type: "confirmation", card: { id: "q_0", state: "expired" } },
  ),
  fc.record({ type: fc.constant("failed"), code: fc.constant("agent_busy"), retryable: fc.boolean() }),
);

describe("the parts of a turn", () => {
  it("begin with the run's id and end with finish, one text around the agent's words", async () => {
    const parts = await read([
      { type: "action-started", agent: "scheduling", group: "scheduling-actions", action: "get_time_slots" },
      { type: "text-delta", text: "Tuesday " },
      { type: "text-delta", text: "" },
      { type: "text-delta", text: "at ten." },
      { type: "completed" },
    ]);

    expect(parts).toEqual([
      { type: "start", messageId: "r_1" },
      { type: "start-step" },
      { type: "data-status", data: { phase: "thinking" }, transient: true },
      { type: "data-status", data: { phase: "get_time_slots" }, transient: true },
      { type: "data-status", data: { phase: "writing" }, transient: true },
      { type: "text-start", id: "t1" },
      { type: "text-delta", id: "t1", delta: "Tuesday " },
      { type: "text-delta", id: "t1", delta: "at ten." },
      { type: "text-end", id: "t1" },
      { type: "finish-step" },
      { type: "finish", finishReason: "stop" },
    ]);
  });

  it("put our own words into a text of their own, with the card behind it", async () => {
    const parts = await read([
      { type: "text-delta", text: "One moment." },
      { type: "own-words", text: "Shall I?" },
      { type: "confirmation", card },
    ]);

    expect(parts.filter((part) => part.type === "text-delta")).toEqual([
      { type: "text-delta", id: "t1", delta: "One moment." },
      { type: "text-delta", id: "t2", delta: "Shall I?" },
    ]);
    expect(parts.at(-3)).toEqual({ type: "data-confirmation", id: "q_1", data: card });
  });

  it("tell a failure as an error with code and request id, after closing the text, and nothing that comes later", async () => {
    const parts = await read([
      { type: "text-delta", text: "Let me" },
      { type: "failed", code: "agent_busy", retryable: true },
      { type: "text-delta", text: "never" },
    ]);

    expect(typesOf(parts).slice(-5)).toEqual(["text-delta", "text-end", "error", "finish-step", "finish"]);
    expect(parts.at(-3)).toEqual({
      type: "error",
      errorText: JSON.stringify({ code: "agent_busy", retryable: true, request_id: "req_1" }),
    });
    expect(parts.at(-1)).toEqual({ type: "finish", finishReason: "error" });
  });

  it("hide what an exception says, and hand it to whoever logs", async () => {
    const errors: unknown[] = [];
    const thrown = new Error("password=hunter2");

    const parts = await Array.fromAsync(partsOf(from([], thrown), ids, (error) => errors.push(error)));

    expect(errors).toEqual([thrown]);
    expect(JSON.stringify(parts)).not.toContain("hunter2");
    expect(JSON.stringify(parts)).toContain('\\"code\\":\\"bug\\"');
  });

  it("show nothing of an action's result", async () => {
    const parts = await read([
      {
        type: "action-ended",
        agent: "a",
        group: "g",
        action: "get_notes",
        outcome: "ok",
        result: { secret: "4711" },
      },
    ]);

    expect(JSON.stringify(parts)).not.toContain("4711");
  });

  it("are valid for any events, thrown errors included: every chunk by the SDK's schema, texts balanced, one finish", async () => {
    const schema = uiMessageChunkSchema();

    await fc.assert(
      fc.asyncProperty(
        fc.array(anyEvent, { maxLength: 20 }),
        fc.option(fc.constant(new Error("x")), { nil: undefined }),
        async (events, thrown) => {
          const parts = await read(events, thrown);

          for (const part of parts) {
            expect((await schema.validate?.(part))?.success, JSON.stringify(part)).toBe(true);
          }
          expect(typesOf(parts).slice(0, 2)).toEqual(["start", "start-step"]);
          expect(typesOf(parts).slice(-2)).toEqual(["finish-step", "finish"]);
          for (const once of ["start", "start-step", "finish-step", "finish"]) {
            expect(typesOf(parts).filter((type) => type === once)).toHaveLength(1);
          }
          expect(unbalancedTexts(parts)).toEqual([]);
          const failed = thrown !== undefined || events.some(({ type }) => type === "failed");
          expect(typesOf(parts).filter((type) => type === "error")).toHaveLength(failed ? 1 : 0);
        },
      ),
    );
  });
});

/** Ids of texts that are used before their start, after their end, twice, while another is open, or never ended. */
function unbalancedTexts(parts: readonly ChatPart[]): string[] {
  const wrong: string[] = [];
  const used = new Set<string>();
  let open: string | undefined;
  for (const part of parts) {
    if (part.type === "text-start") {
      if (open !== undefined || used.has(part.id)) wrong.push(part.id);
      open = part.id;
      used.add(part.id);
    }
    if ((part.type === "text-delta" || part.type === "text-end") && part.id !== open) wrong.push(part.id);
    if (part.type === "text-end") open = undefined;
    if ((part.type === "error" || part.type === "finish") && open !== undefined) wrong.push(open);
  }
  return wrong;
}
