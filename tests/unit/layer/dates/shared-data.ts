import { readFileSync } from "node:fs";

/**
 * A file of the shared test data, which lies beside the repository and is never copied into it.
 * @throws Error naming the file when it is not there
 */
export function readSharedData(path: string): unknown {
  const url = new URL(`../../../../../shared/data/${path}`, import.meta.url);
  try {
    return JSON.parse(readFileSync(url, "utf8"));
  } catch (cause) {
    throw new Error(`This test needs the shared test data ../shared/data/${path} beside the repository.`, {
      cause,
    });
  }
}
