import { describe, expect, it } from "vitest";
import { resolveSessionHandle } from "#action-groups/session-handle.ts";
import { newSessionId } from "#layer/sessions/session-ids.ts";

const mine = newSessionId();
const other = newSessionId();

describe("resolveSessionHandle", () => {
  it("takes the attribute first and says so", () => {
    expect(resolveSessionHandle(mine, undefined)).toEqual({
      kind: "found",
      sessionId: mine,
      via: "attribute",
    });
    expect(resolveSessionHandle(mine, mine)).toEqual({ kind: "found", sessionId: mine, via: "attribute" });
  });

  it("falls back to the parameter", () => {
    expect(resolveSessionHandle(undefined, ` ${mine} `)).toEqual({
      kind: "found",
      sessionId: mine,
      via: "parameter",
    });
  });

  it("refuses a parameter that names another session than the attribute", () => {
    expect(resolveSessionHandle(mine, other)).toEqual({ kind: "mismatch", sessionId: mine });
  });

  it.each([
    "$session_id",
    "{{session.id}}",
    "session_id",
    "",
    "s_short",
    "sess_123_456",
    `${mine}x`,
    null,
    7,
  ])("counts %j as absent", (placeholder) => {
    expect(resolveSessionHandle(undefined, placeholder)).toEqual({ kind: "missing" });
    expect(resolveSessionHandle(mine, placeholder)).toMatchObject({ kind: "found", via: "attribute" });
  });
});
