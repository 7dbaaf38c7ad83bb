import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { listenTo } from "./run-cli.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Every port free, so that no two starts meet. */
export const freePorts = {
  PORT: "0",
  LOCAL_BEDROCK_PORT: "0",
  LOCAL_PF360_PORT: "0",
  LOCAL_DYNAMODB_PORT: "0",
};

/** The program behind `npm start` as a process of its own. `kill` it, or wait until it `ended`. */
export function startProcess(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    `${root}node_modules/.bin/node`,
    ["local/start.ts", ...args],
    {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...freePorts, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const { said, ended } = listenTo(child);

  return {
    ended,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Waits for the ready text. @returns the addresses that it names, the page's first */
    async ready(): Promise<{ page: string; all: string[] }> {
      while (!/ready in [\d.]+ s[\s\S]*Ctrl-C/.test(said.out)) {
        const more = await Promise.race([once(child.stdout, "data"), ended]);
        if (!Array.isArray(more)) throw new Error(`ended before it was ready: ${said.err}`);
      }
      const all = [...new Set([...said.out.matchAll(/http:\/\/[\w.]+:\d+/g)].map(([url]) => url))];
      return { page: all[0] ?? "", all };
    },
  };
}

/** Whether anybody listens at an address. */
export async function isListening(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  }).then((listens) => {
    socket.destroy();
    return listens === true;
  });
}
