import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedFacts } from "#layer/conversations/facts-change.ts";
import { conversationFacts, type FactsChange } from "#layer/domain/conversation-facts.ts";

describe("a change of facts", () => {
  it("sets, removes with null, and leaves what it does not name", () => {
    const facts = { intent: "book", date: "2026-12-01", time: "10:00:00" } as const;

    const next = changedFacts(facts, { date: "2026-12-02", time: null });

    expect(next).toEqual({ intent: "book", date: "2026-12-02" });
  });

  it("is of the closed vocabulary or is refused, whatever a caller without types hands in", () => {
    const name = fc.oneof(
      fc.constantFrom(...conversationFacts.keyof().options),
      fc.constantFrom("__proto__", "constructor", "note"),
      fc.string(),
    );
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom("book", "90000118", "2026-12-01", "en", null),
      fc.anything(),
    );

    fc.assert(
      fc.property(fc.dictionary(name, value), (change) => {
        let next: unknown;
        try {
          next = changedFacts({}, change as FactsChange);
        } catch (error) {
          expect(error).toMatchObject({ name: "ZodError" });
          return;
        }
        expect(conversationFacts.parse(next)).toEqual(next);
      }),
    );
  });
});
