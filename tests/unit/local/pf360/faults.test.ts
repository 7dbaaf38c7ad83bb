import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFaultList, faultBody, pathMatches, planRequest } from "#local/pf360/faults.ts";

const fault = (fields: object) => faultBody.parse({ match: {}, ...fields });

describe("what a fault does to a request", () => {
  it.each([
    ["nothing", undefined, { commitAtMs: 0, replyAtMs: 0, reply: { kind: "true" } }],
    ["a delay", { delay_ms: 50 }, { commitAtMs: 0, replyAtMs: 50, reply: { kind: "true" } }],
    [
      "an error status",
      { status: 503 },
      {
        commitAtMs: undefined,
        replyAtMs: 0,
        reply: { kind: "made", status: 503, text: '{"message":"Fault"}' },
      },
    ],
    [
      "garbage",
      { body: "<html>" },
      { commitAtMs: 0, replyAtMs: 0, reply: { kind: "made", status: 200, text: "<html>" } },
    ],
    [
      "an error after all was done",
      { status: 500, commit_after_ms: 0 },
      { commitAtMs: 0, replyAtMs: 0, reply: { kind: "made", status: 500 }, afterCommit: true },
    ],
    [
      "an error and a late commit",
      { status: 504, commit_after_ms: 80 },
      { commitAtMs: 80, replyAtMs: 0, reply: { kind: "made", status: 504 }, afterCommit: false },
    ],
    [
      "a cut before",
      { cut: "before" },
      { commitAtMs: undefined, replyAtMs: 0, reply: { kind: "cut", first: undefined }, afterCommit: false },
    ],
    [
      "a cut before and a late commit",
      { cut: "before", commit_after_ms: 80 },
      { commitAtMs: 80, replyAtMs: 0, reply: { kind: "cut" }, afterCommit: false },
    ],
    [
      "a cut after",
      { cut: "after", delay_ms: 10 },
      { commitAtMs: 0, replyAtMs: 10, reply: { kind: "cut" }, afterCommit: true },
    ],
    [
      "a cut within the answer",
      { cut: "after", body: '{"data":' },
      { commitAtMs: 0, reply: { kind: "cut", first: { status: 200, text: '{"data":' } } },
    ],
    [
      "a made-up answer as JSON",
      { status: 200, body: { data: [] } },
      { commitAtMs: 0, reply: { kind: "made", status: 200, text: '{"data":[]}' } },
    ],
  ])("%s", (_, fields, plan) => {
    expect(planRequest(fields && fault(fields))).toMatchObject(plan);
  });
});

describe("which requests a fault strikes", () => {
  it("as many as it says, once without saying, the oldest fault first", () => {
    const list = createFaultList(() => false);
    list.add(fault({ match: { method: "POST" }, status: 500 }));
    list.add(fault({ times: 2, status: 502 }));

    const struck = ["GET", "POST", "POST", "POST"].map((method) => list.take(method, "/a")?.status);

    expect(struck).toEqual([502, 500, 502, undefined]);
  });

  it("leaves quiet paths alone unless it names them", () => {
    const list = createFaultList((pathname) => pathname === "/keys");
    list.add(fault({ status: 500 }));

    expect(list.take("GET", "/keys")).toBeUndefined();
    list.clear();
    list.add(fault({ match: { path: "/keys" }, status: 500 }));
    expect(list.take("GET", "/keys")?.status).toBe(500);
  });

  it.each([
    ["/a/b", "/a/b", true],
    ["/a/b", "/a/b/c", false],
    ["/a/*", "/a/b/c", true],
    ["/a/*", "/ab", false],
    ["/a/*/schedule", "/a/client/X/schedule", true],
    ["/a/*/schedule", "/a/schedule", false],
    ["/a*a", "/a", false],
    ["*", "/", true],
  ])("%s against %s: %s", (pattern, path, expected) => {
    expect(pathMatches(pattern, path)).toBe(expected);
  });

  it("agrees with a regular expression on any pattern", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (pattern, tail) => {
        const path = tail.replaceAll("*", "");
        const expected = new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(path);

        expect(pathMatches(pattern, path)).toBe(expected);
      }),
    );
  });
});
