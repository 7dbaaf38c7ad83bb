import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allActions } from "#tests/builders/action-scene.ts";
import { type CanaryScene, startCanaryScene, wordsCanary } from "./canary-scene.ts";
import {
  askTheOtherRoutes,
  callEverythingAndRepeatIt,
  meetEveryFailure,
  talkAsACustomer,
} from "./canary-talks.ts";
import { type Swept, sweep } from "./sweep.ts";

let scene: CanaryScene;
let pieces: Swept[] = [];

beforeAll(async () => {
  scene = await startCanaryScene();
  await talkAsACustomer(scene);
  await callEverythingAndRepeatIt(scene);
  await meetEveryFailure(scene);
  await askTheOtherRoutes(scene);
  pieces = await scene.pieces();
}, 60_000);
afterAll(() => scene.close());

describe("the sweep", () => {
  it("has something to look through in every place", () => {
    const counts = (place: string) => pieces.filter((piece) => piece.place.startsWith(place)).length;

    for (const place of ["log", "prompt", "trace", "invocation request", "lambda event", "browser"]) {
      expect(counts(place), place).toBeGreaterThan(30);
    }
    expect(counts("answer")).toBeGreaterThan(5);
    expect(counts("table bedrock-sessions")).toBeGreaterThan(2);
    for (const table of [
      "project-notes",
      "session-tokens",
      "conversation-summaries",
      "recent-messages",
      "audit-log",
    ]) {
      expect(counts(`table ${table}`), table).toBeGreaterThan(0);
    }
    expect(counts("audit export")).toBeGreaterThan(10);
    expect(counts("answer metrics")).toBe(1);
  });

  it("has seen every action succeed, and fail in many ways", () => {
    const seen = new Set(scene.system.actions.map(({ action, outcome }) => `${action} ${outcome}`));

    for (const { name } of allActions) expect(seen).toContain(`${name} ok`);
    expect(new Set(scene.system.actions.map(({ outcome }) => outcome))).toEqual(
      new Set([
        "ok",
        "ask_user",
        "needs_confirmation",
        "not_allowed",
        "stale_state",
        "not_found",
        "slot_taken",
        "reauth_required",
        "upstream_busy",
        "upstream_down",
        "unknown_outcome",
      ]),
    );
  });

  it("has canaries of every kind, each of which was really in play", () => {
    const kinds = Map.groupBy(scene.canaries(), ({ name }) => name);

    expect(kinds.get("a request id")?.length).toBeGreaterThan(5);
    expect(kinds.get("a technician's private value")?.length).toBeGreaterThan(20);
    expect(kinds.get("a key")).toHaveLength(4);
    for (const canary of scene.canaries()) expect(canary.value.length, canary.name).toBeGreaterThan(5);
    // The request ids were used, the session ids were given to the agents, the words were said.
    const used = scene.system.pf360.requests().find(({ path }) => path.endsWith("/schedule"))?.body;
    expect(scene.requestIds()).toContain((used as { request_id?: number } | undefined)?.request_id);
    expect(scene.invocations()[0]?.requestBody).toMatch(/"session_id":"s_[\w-]{43}"/);
    expect(scene.invocations()[0]?.requestBody).toMatch(/<session_context>\\nsession_id: s_/);
    expect(
      pieces.some(({ place, text }) => place.startsWith("table project-notes") && text.includes(wordsCanary)),
    ).toBe(true);
  });

  it("finds no canary where it does not belong", () => {
    expect(sweep(pieces, scene.canaries())).toEqual([]);
  });

  it("finds the bearer in the session's row in no form but sealed", async () => {
    const rows = pieces.filter(({ place }) => place.startsWith("table bedrock-sessions"));

    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) {
      const { sealed_bearer } = JSON.parse(text) as { sealed_bearer: string };
      expect(sealed_bearer.length).toBeGreaterThan(100);
      // A JWT in any base64 begins like this.
      expect(Buffer.from(sealed_bearer, "base64url").toString("latin1")).not.toContain("eyJ");
      expect(sealed_bearer).not.toContain("eyJ");
    }
  });

  it.each([
    "log",
    "prompt",
    "trace",
    "invocation request",
    "invocation response",
    "lambda event",
    "lambda answer",
    "browser",
    "answer config",
    "answer metrics",
    "audit export",
    "table project-notes",
    "table recent-messages",
    "table conversation-summaries",
    "table audit-log",
    "table rate-limits",
  ])("reports every canary that is planted in: %s", (place) => {
    for (const canary of scene.canaries()) {
      if (canary.belongsIn.some((allowed) => place.startsWith(allowed) || allowed.startsWith(place)))
        continue;
      const planted = { place: `${place} planted`, text: `{"a":"before ${canary.value} behind"}` };

      expect(sweep([planted], [canary])).toEqual([
        { canary: canary.name, place: planted.place, as: "plain" },
      ]);
    }
  });

  it.each([
    ["base64", (value: string) => Buffer.from(value).toString("base64")],
    ["base64", (value: string) => Buffer.from(`x${value}`).toString("base64")],
    ["base64", (value: string) => Buffer.from(`xx${value}, and more`).toString("base64")],
    ["hex", (value: string) => Buffer.from(value).toString("hex")],
  ])("reports a canary in the disguise of %s", (as, disguise) => {
    const canary = { name: "a secret", value: "s_secret-session-id-of-someone", belongsIn: [] };

    const found = sweep([{ place: "log 1", text: `{"error":"${disguise(canary.value)}"}` }], [canary]);

    expect(found).toEqual([{ canary: "a secret", place: "log 1", as }]);
  });

  it("does not take a longer number for a request id", () => {
    const canary = { name: "a request id", value: "712345", belongsIn: [] };

    expect(sweep([{ place: "log 1", text: '{"order":"97123456"}' }], [canary])).toEqual([]);
    expect(sweep([{ place: "log 1", text: '{"id":712345}' }], [canary])).toHaveLength(1);
  });
});
