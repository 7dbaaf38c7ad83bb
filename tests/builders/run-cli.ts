import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);

/** What a process says from now on, and how it ends. */
export function listenTo(child: ChildProcess, onError: (said: string) => void = () => {}) {
  const said = { out: "", err: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    said.out += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said.err += text;
    onError(said.err);
  });
  const ended = once(child, "close").then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as string | null,
    ...said,
  }));
  return { said, ended };
}

/**
 * Runs a command's entry, a path from the root, as a process of its own without a terminal, and waits for its end.
 * @param env all that it knows of its surroundings beside PATH and HOME
 */
export async function runCli(
  entry: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  { lines, onError }: { lines?: string; onError?: (said: string) => void } = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(entry, root)), ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: [lines === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(lines);
  const { code, out, err } = await listenTo(child, onError).ended;
  return { code, out, err };
}
