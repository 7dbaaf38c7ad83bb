import { createInterface } from "node:readline/promises";

/** A terminal's two ends. */
export interface TerminalStreams {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream & { isTTY?: boolean };
}

/** How to ask the one who sits at these streams; undefined where nobody does. */
export function askerOn(streams: TerminalStreams): ((question: string) => Promise<string>) | undefined {
  const isTerminal = streams.input.isTTY && streams.output.isTTY;
  return isTerminal ? (question) => askOnTerminal(question, streams) : undefined;
}

/** What was typed on one line; empty, which is no yes, when the terminal was left by Ctrl-C, Ctrl-D or by being closed. */
export async function askOnTerminal(question: string, { input, output }: TerminalStreams): Promise<string> {
  const terminal = createInterface({ input, output, terminal: true });
  const closed = new Promise<undefined>((resolve) => terminal.once("close", () => resolve(undefined)));
  const typed = terminal.question(question).catch((error: unknown) => {
    if (error instanceof Error && error.name === "AbortError") return undefined;
    throw error;
  });
  const answer = await Promise.race([typed, closed]);
  terminal.close();
  if (answer === undefined) output.write("\n");
  return answer ?? "";
}
