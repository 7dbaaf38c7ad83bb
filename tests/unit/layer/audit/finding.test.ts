import { expect, it } from "vitest";
import { printFinding } from "#layer/audit/finding.ts";

it("prints a finding in one line, its kind first", () => {
  expect(printFinding({ kind: "open", chain: "c", seq: 3, action: "add_note", ageSeconds: 901 })).toBe(
    "open  chain c  entry 3  add_note  901 s old",
  );
  expect(printFinding({ kind: "seal_missing", day: "2025-01-10" })).toBe("seal_missing  2025-01-10");
});
