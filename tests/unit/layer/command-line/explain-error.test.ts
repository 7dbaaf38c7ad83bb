import { expect, it } from "vitest";
import { explainError } from "#layer/command-line/explain-error.ts";
import { ConfigError } from "#layer/errors.ts";

it.each([
  ["ours as it says itself", new ConfigError("--tenant is missing"), "--tenant is missing"],
  ["another's with its name", new RangeError("too far"), "RangeError: too far"],
  ["what is no error", "oh", "Unexpected: oh"],
])("explains an error: %s", (_, error, line) => {
  expect(explainError(error)).toBe(line);
});
