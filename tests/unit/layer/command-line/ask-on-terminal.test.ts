import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { askerOn, askOnTerminal } from "#layer/command-line/ask-on-terminal.ts";

/** What is answered when this is typed. */
async function typed(keys: string, end = false) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const answer = askOnTerminal("Apply this? ", { input, output });
  if (end) input.end();
  else input.write(keys);
  return { answer: await answer, shown: String(output.read()) };
}

describe("a question on the terminal", () => {
  it("is shown, and answered with the line that is typed", async () => {
    const { answer, shown } = await typed("yes\r");
    expect(answer).toBe("yes");
    expect(shown).toContain("Apply this? ");
  });

  it.each([
    ["Ctrl-C", "\u0003"],
    ["Ctrl-D", "\u0004"],
  ])("is no yes when it is left by %s", async (_key, keys) => {
    expect((await typed(keys)).answer).toBe("");
  });

  it("is no yes when the terminal is closed", async () => {
    expect((await typed("", true)).answer).toBe("");
  });
});

it.each([
  [true, true, true],
  [true, false, false],
  [false, true, false],
])("somebody is there to be asked when both ends are a terminal: %s, %s", (typing, showing, isThere) => {
  const end = (isTTY: boolean) => Object.assign(new PassThrough(), { isTTY });

  expect(askerOn({ input: end(typing), output: end(showing) }) !== undefined).toBe(isThere);
});
