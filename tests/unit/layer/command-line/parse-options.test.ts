import { describe, expect, it } from "vitest";
import { parseOptions, readCommand, wrongOption } from "#layer/command-line/parse-options.ts";
import { ConfigError } from "#layer/errors.ts";

const help = "npm run thing -- --help";
const parse = (...args: string[]) =>
  parseOptions({ args, allowPositionals: true, options: { size: { type: "string" } } }, help);

describe("the parser of options", () => {
  it("hands on what Node's parser reads", () => {
    const { values, positionals } = parse("make", "--size", "7");

    expect({ size: values.size, positionals }).toEqual({ size: "7", positionals: ["make"] });
  });

  it.each([
    ["an unknown option", ["--colour"], "'--colour'"],
    ["an option without its value", ["--size"], "--size"],
  ])("refuses %s in one line that names it and the help", (_, args, part) => {
    const read = () => parse(...args);

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(part);
    expect(read).toThrow(/^[^\n]*\. See npm run thing -- --help\.$/);
  });
});

describe("the command", () => {
  it("is the one that the first positional names", () => {
    expect(readCommand(["make", "break"], ["break"], help)).toBe("break");
  });

  it.each([
    ["none", [], "Which command?"],
    ["an unknown one", ["bend"], '"bend"'],
    ["the name of something of every object", ["toString"], '"toString"'],
    ["a word too many", ["make", "it"], '"it"'],
  ])("is refused: %s", (_, positionals, part) => {
    const read = () => readCommand(["make", "break"], positionals, help);

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(part);
    expect(read).toThrow(help);
  });
});

it.each(["Too small", "Too small.", "Too small?"])("keeps the end of a sentence: %s", (problem) => {
  expect(wrongOption(problem, help).message).toMatch(/^Too small[.?] See npm run thing -- --help\.$/);
});
