import { describe, expect, it } from "vitest";
import { readEnvironmentName } from "#layer/command-line/read-environment-name.ts";
import { ConfigError } from "#layer/errors.ts";

describe("the environment of a command", () => {
  it("is the one that is named", () => {
    expect(readEnvironmentName("qa", "Nothing is here.")).toBe("qa");
  });

  it.each([
    ["missing", undefined, "Nothing is here."],
    ["unknown", "nowhere", '"nowhere"'],
  ])("is refused with the names there are when it is %s", (_, named, part) => {
    const read = () => readEnvironmentName(named, "Nothing is here.");

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(part);
    expect(read).toThrow("dev, qa, staging, prod");
  });
});
