import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findChromium } from "./browser.ts";

const root = join(import.meta.dirname, "../..");
const frontend = join(root, "frontend");

/** Where the built pages are: the one that is deployed, and the one with the chooser of sample customers. */
export const builtPages = {
  page: join(frontend, "dist/page"),
  local: join(frontend, "dist/local"),
} as const;

const modes = { page: "production", local: "local-page" } as const;

/** Runs once before the browser tests: builds what is older than its sources, and tells whether there is a browser. */
export async function setup(): Promise<void> {
  if (findChromium() === undefined) {
    const message =
      "No Chromium found (CHROMIUM_PATH, /usr/bin/chromium, google-chrome): no browser to test in.";
    if (process.env.CI) throw new Error(message);
    process.stderr.write(`\n!!! ${message} THE BROWSER TESTS ARE SKIPPED. !!!\n\n`);
  }
  const changedAt = Math.max(newestOf(frontend), statSync(join(root, "package-lock.json")).mtimeMs);
  for (const name of ["page", "local"] as const) {
    if (builtAt(builtPages[name]) < changedAt) await build(modes[name]);
  }
}

/** By Vite's own command: in this process NODE_ENV is `test`, and React would be built for development. */
async function build(mode: string): Promise<void> {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const options = ["--config", join(frontend, "vite.config.ts"), "--mode", mode, "--logLevel", "warn"];
  await promisify(execFile)(process.execPath, [vite, "build", ...options], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
  });
}

function newestOf(folder: string): number {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === "dist") return 0;
    return entry.isDirectory() ? newestOf(path) : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}

function builtAt(folder: string): number {
  return statSync(join(folder, "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
