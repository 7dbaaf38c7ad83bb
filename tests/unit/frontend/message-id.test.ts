import { describe, expect, it } from "vitest";
import { scrub } from "#layer/privacy/scrub.ts";
import { newMessageId } from "../../../frontend/src/message-id.ts";

describe("newMessageId", () => {
  it("makes ids that are never the same, and that the BFF keeps as they are", () => {
    const ids = Array.from({ length: 1000 }, newMessageId);

    expect(new Set(ids).size).toBe(1000);
    expect(ids.filter((id) => scrub(id, { mode: "storage" }).text !== id)).toEqual([]);
    expect(ids.every((id) => /^m_[a-p]{32}$/.test(id))).toBe(true);
  });
});
