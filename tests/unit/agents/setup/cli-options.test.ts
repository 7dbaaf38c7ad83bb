import { describe, expect, it } from "vitest";
import { commandNames, readCliOptions, usage } from "#agents/setup/cli-options.ts";
import { ConfigError } from "#layer/errors.ts";

describe("the command line of setup-agents", () => {
  it("without a word is a release of all agents that asks", () => {
    expect(readCliOptions([])).toEqual({
      command: "release",
      release: undefined,
      environment: undefined,
      only: [],
      keep: 10,
      yes: false,
      json: false,
    });
  });

  it.each(commandNames)("knows %s, and its help tells of it", (command) => {
    expect(readCliOptions([command])).toMatchObject({ command });
    expect(usage).toMatch(new RegExp(`^  ${command}\\b`, "m"));
  });

  it("reads every option", () => {
    expect(
      readCliOptions([
        "apply",
        "--env",
        "qa",
        "--only",
        "notes,chitchat",
        "--only",
        "scheduling",
        "--yes",
        "--json",
      ]),
    ).toMatchObject({
      command: "apply",
      environment: "qa",
      only: ["notes", "chitchat", "scheduling"],
      yes: true,
      json: true,
    });
    expect(readCliOptions(["prune", "--keep", "3"])).toMatchObject({ keep: 3 });
    expect(readCliOptions(["rollback", "20261123T150000Z-1a2b3c4d"])).toMatchObject({
      release: "20261123T150000Z-1a2b3c4d",
    });
  });

  it("gives help in place of any command", () => {
    expect(readCliOptions(["destroy", "--yes", "--help"])).toBe("help");
  });

  it.each([
    [["aply"], "aply"],
    [["plan", "qa"], "qa"],
    [["rollback", "one", "two"], "two"],
    [["destroy", "--only", "notes"], "--only"],
    [["rollback", "--only", "notes"], "--only"],
    [["apply", "--keep", "3"], "--keep"],
    [["prune", "--keep", "0"], "--keep"],
    [["prune", "--keep", "some"], "--keep"],
    [["--force"], "--force"],
    [["--env"], "--env"],
  ] as const)("refuses %j, and names what is wrong", (args, wrong) => {
    const read = () => readCliOptions(args);

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(wrong);
  });
});
