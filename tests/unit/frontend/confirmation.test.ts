import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConfirmationCard } from "#frontend-bff/stream/chat-part.ts";
import type { ChatMessage } from "../../../frontend/src/chat-message.ts";
import { cardPlaces, standings } from "../../../frontend/src/confirmation.ts";

let made = 0;

function asks(id: string): ChatMessage {
  const summary = { project_id: "5001", project_number: "HF-1", dry_run: false };
  return tells({ id, action: "confirm_appointment", summary, expires_at: 1000, state: "shown" });
}

function tells(data: ConfirmationCard): ChatMessage {
  made += 1;
  return { id: `a${made}`, role: "assistant", parts: [{ type: "data-confirmation", data }] };
}

function clicks(id: string, approved: boolean): ChatMessage {
  made += 1;
  return { id: `u${made}`, role: "user", parts: [], metadata: { confirmation: { id, approved } } };
}

function says(text: string): ChatMessage {
  made += 1;
  return { id: `u${made}`, role: "user", parts: [{ type: "text", text }] };
}

function of(...messages: ChatMessage[]): Record<string, string> {
  return Object.fromEntries(standings(messages));
}

describe("standings", () => {
  it.each([
    ["an asked question is open", [asks("c1")], { c1: "open" }],
    ["a yes closes it", [asks("c1"), clicks("c1", true)], { c1: "approved" }],
    ["a no closes it", [asks("c1"), clicks("c1", false)], { c1: "declined" }],
    ["a newer question takes its place", [asks("c1"), asks("c2")], { c1: "replaced", c2: "open" }],
    [
      "an answered one stays answered",
      [asks("c1"), clicks("c1", true), asks("c2")],
      { c1: "approved", c2: "open" },
    ],
    ["asked again, it is still open", [asks("c1"), says("where do I park?"), asks("c1")], { c1: "open" }],
    [
      "asked again after the answer, it stays answered",
      [asks("c1"), clicks("c1", true), asks("c1")],
      { c1: "approved" },
    ],
    ["other words leave it open", [asks("c1"), says("where do I park?")], { c1: "open" }],
    [
      "the BFF's word stands over the click",
      [asks("c1"), clicks("c1", true), tells({ id: "c1", state: "expired" })],
      { c1: "expired" },
    ],
    [
      "a typed yes closes it by the BFF's word",
      [asks("c1"), says("yes"), tells({ id: "c1", state: "approved" })],
      { c1: "approved" },
    ],
    ["a click on what was never asked counts for nothing", [clicks("c9", true)], {}],
  ])("%s", (_case, messages, expected) => {
    expect(of(...messages)).toEqual(expected);
  });

  it("leaves at most one question open, and that is the newest", () => {
    const step = fc.tuple(fc.constantFrom("c1", "c2", "c3"), fc.constantFrom("ask", "yes", "no"));
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const messages = steps.map(([id, kind]) => (kind === "ask" ? asks(id) : clicks(id, kind === "yes")));
        const open = Object.entries(of(...messages)).filter(([, standing]) => standing === "open");

        expect(open.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("cardPlaces", () => {
  it("names the message that asked a question last, and none that only told how it stands", () => {
    const [first, again, other] = [asks("c1"), asks("c1"), asks("c2")];

    const places = cardPlaces([first, again, tells({ id: "c1", state: "approved" }), other]);

    expect([...places]).toEqual([
      ["c1", again.id],
      ["c2", other.id],
    ]);
  });
});
