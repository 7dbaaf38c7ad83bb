import { describe, expect, it } from "vitest";
import { runMain } from "#layer/command-line/run-main.ts";

/** What a process is left with when this was its `main`. */
async function endOf(main: () => Promise<number>) {
  const written: string[] = [];
  const process = { exitCode: undefined, stderr: { write: (text: string) => written.push(text) } };
  await runMain(process, main, (error) => `explained: ${String(error)}`);
  return { code: process.exitCode as number | undefined, written };
}

describe("the end of a command", () => {
  it.each([0, 2])("is main's own code %i, and nothing is said", async (code) => {
    expect(await endOf(async () => code)).toEqual({ code, written: [] });
  });

  it("is code 1 and the explanation in a line when main rejects", async () => {
    expect(await endOf(() => Promise.reject("broken"))).toEqual({
      code: 1,
      written: ["explained: broken\n"],
    });
  });

  it("is the same when main throws at once", async () => {
    const thrown = await endOf(() => {
      throw "broken";
    });

    expect(thrown.code).toBe(1);
  });
});
