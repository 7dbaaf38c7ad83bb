/** The parts of `process` that a command ends with. */
export interface CommandProcess {
  exitCode?: number | string | null | undefined;
  stderr: { write(text: string): unknown };
}

/**
 * Runs a command's `main` and leaves its exit code on the process: what `main` answers, or 1 with the error's explanation on
 * standard error. Never rejects, and does not end the process: what is still being written is written.
 */
export async function runMain(
  process: CommandProcess,
  main: () => Promise<number>,
  explain: (error: unknown) => string,
): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}
