import { describe, expect, it } from "vitest";
import { explainError } from "#layer/audit/explain-error.ts";
import { ConfigError, StoreDownError } from "#layer/errors.ts";

const named = (name: string) => Object.assign(new Error("said so"), { name });

describe("explainError", () => {
  it.each([
    ["our own", new ConfigError("--tenant is missing"), undefined, "--tenant is missing"],
    ["a local table that is not up", new StoreDownError(), "http://127.0.0.1:4300", "http://127.0.0.1:4300"],
    ["a table that does not answer", new StoreDownError(), undefined, "DynamoDB"],
    ["a table that is not there", named("ResourceNotFoundException"), undefined, "deploy"],
    ["a missing permission", named("AccessDeniedException"), undefined, "auditor's role"],
    ["any other", named("Odd"), undefined, "Odd: said so"],
    ["what is no error", "oh", undefined, "oh"],
  ])("says of %s what is wrong", (_, error, endpoint, part) => {
    expect(explainError(error, endpoint)).toContain(part);
  });
});
