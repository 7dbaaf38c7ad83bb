// Installs what is missing before `npm start` and `npm test`. Runs under whatever Node there is, before any dependency,
// so it is plain JavaScript and imports nothing of ours.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const stamp = "node_modules/.installed-lock";
const lock = createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  console.log("Installing what is missing (npm install) ...");
  // Not `npm ci`: it refuses a lock file that lacks the binaries of platforms which the lock's author could not resolve.
  // The locked versions are kept, and the lock file is left as it is.
  const { status } = spawnSync("npm", ["install", "--no-save"], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error("npm install failed: see above. Nothing was started.");
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, lock);
}

const local = spawnSync("node_modules/.bin/node", ["--version"], {
  encoding: "utf8",
  shell: process.platform === "win32",
});
const version = local.status === 0 ? local.stdout.trim() : process.version;
if (Number(version.slice(1).split(".")[0]) < 24) {
  console.error(
    `Node 24 is needed and this platform (${process.platform} ${process.arch}) got ${version}. ` +
      "Install Node 24 yourself, or run `npm install` without --omit=optional.",
  );
  process.exit(1);
}
console.log(
  version === process.version
    ? `Node ${version}`
    : `Node ${version} (the project's own; the machine's is ${process.version})`,
);
