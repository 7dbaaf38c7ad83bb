import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { controlClient } from "./control-plane-world.ts";

const cli = fileURLToPath(new URL("../../local/bedrock/cli.ts", import.meta.url));
let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

function start(...args: string[]): ChildProcess {
  child = spawn(process.execPath, [cli, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  return child;
}

async function textOf(stream: ChildProcess["stdout"], until: RegExp): Promise<string> {
  let text = "";
  for await (const piece of stream ?? []) {
    text += String(piece);
    if (until.test(text)) break;
  }
  return text;
}

describe("npm run local-bedrock", () => {
  it("says where it listens, serves the control plane there, and ends on a signal", async () => {
    const running = start("--port", "0");
    const said = await textOf(running.stdout, /Ctrl-C/);
    const url = /AWS_ENDPOINT_URL_BEDROCK_AGENT=(\S+)/.exec(said)?.[1] ?? "";
    const client = controlClient(url);

    const { agent } = await client.createAgent({ agentName: "mine" });
    client.destroy();
    running.kill("SIGTERM");
    const [code] = await once(running, "exit");

    expect(agent?.agentStatus).toBe("CREATING");
    expect(code).toBe(0);
  });

  it("names a broken option and does not start", async () => {
    const running = start("--latency", "soon");
    const exit = once(running, "exit");

    const said = await textOf(running.stderr, /\n/);
    const [code] = await exit;

    expect(said).toContain("--latency");
    expect(code).toBe(1);
  });
});
