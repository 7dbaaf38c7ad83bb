import { describe, expect, it } from "vitest";
import { createSeenTurn } from "#frontend-bff/turn/seen-turn.ts";

describe("what a turn has shown", () => {
  it("is its texts as the page puts them: what flows together, then each of our own apart", () => {
    const seen = createSeenTurn();

    for (const text of ["", "Hel", "lo. ", "", "There."]) seen.add({ type: "text-delta", text });
    seen.add({ type: "usage", inputTokens: 1, outputTokens: 1 });
    seen.add({ type: "own-words", text: "Shall I book it?" });
    seen.add({ type: "own-words", text: "Really?" });
    seen.add({ type: "text-delta", text: "Bye" });

    expect(seen.text()).toBe("Hello. There.\n\nShall I book it?\n\nReally?\n\nBye");
  });

  it("is nothing while nothing but space was said", () => {
    const seen = createSeenTurn();

    seen.add({ type: "text-delta", text: " \n" });
    seen.add({ type: "completed" });

    expect(seen.text()).toBe("");
  });

  it("knows the technicians, addresses and projects that actions showed", () => {
    const seen = createSeenTurn();
    const ended = (result: Record<string, unknown> | undefined) =>
      seen.add({
        type: "action-ended",
        agent: "information",
        group: "information-actions",
        action: "get_project_details",
        outcome: "ok",
        result,
      });

    ended({
      project_id: "90000118",
      technician_name: "Pat Example",
      address: "12 Sample Street",
      status: "New",
    });
    ended({ summary: { project_id: "90000121", project_number: "74356-1" } });
    ended({ projects: [{ project_id: "90000119" }, { project_id: "90000120", technician_name: 7 }] });
    ended(undefined);

    expect(seen.known()).toEqual({
      names: ["Pat Example"],
      addresses: ["12 Sample Street"],
      kept: ["90000118", "90000121", "74356-1", "90000119", "90000120"],
    });
  });
});
