import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { postJson } from "#tests/builders/chat-client.ts";
import { freePorts, isListening, startProcess } from "#tests/builders/start-process.ts";

/** What is still running when a test fails is stopped all the same. */
const running: ReturnType<typeof startProcess>[] = [];
function start(...given: Parameters<typeof startProcess>) {
  const started = startProcess(...given);
  running.push(started);
  return started;
}
afterEach(async () => {
  for (const each of running.splice(0)) {
    each.kill("SIGKILL");
    await each.ended;
  }
});

describe("npm start's program", () => {
  it("tells its options and ends", async () => {
    const { code, out, err } = await start(["--help"]).ended;

    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const option of ["--port", "--data-dir", "--sample-data", "--dry-run", "--now", "--model"]) {
      expect(out).toContain(option);
    }
  });

  it("refuses a broken option in one clear line that names it, with exit code 1", async () => {
    const broken: [string[], Record<string, string>, string][] = [
      [["--prot", "3000"], {}, "--prot"],
      [["--now", "next week"], {}, "--now"],
      [[], { LOCAL_PF360_PORT: "many" }, "LOCAL_PF360_PORT"],
    ];

    const ends = await Promise.all(broken.map(([args, env]) => start(args, env).ended));

    for (const [index, { code, signal, out, err }] of ends.entries()) {
      expect({ code, signal }, err).toEqual({ code: 1, signal: null });
      expect(err.trim().split("\n")).toHaveLength(1);
      expect(err).toContain(broken[index]?.[2]);
      expect(out).not.toContain("ready");
    }
  }, 60_000);

  it("refuses a port in use, whichever it is, and ends by itself", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const { port } = holder.address() as AddressInfo;

    const ends = await Promise.all(
      Object.keys(freePorts).map((variable) => start([], { [variable]: String(port) }).ended),
    );
    holder.close();

    for (const { code, signal, out, err } of ends) {
      expect({ code, signal }, err).toEqual({ code: 1, signal: null });
      expect(err).toMatch(new RegExp(`port ${port} is in use`, "i"));
      expect(err).not.toMatch(/\n\s+at /);
      expect(out).not.toContain("ready");
    }
  }, 60_000);

  it("is ready with its addresses, and leaves nothing behind after Ctrl-C", async () => {
    const system = start(["--now", "2026-12-01T09:00:00Z"]);

    const { page, all } = await system.ready();
    const health = await fetch(`${page}/api/health`);
    const before = await Promise.all(all.map(isListening));
    system.kill("SIGINT");
    const { code, err } = await system.ended;
    const after = await Promise.all(all.map(isListening));

    expect(health.status).toBe(200);
    expect(all).toHaveLength(4);
    expect(before).toEqual([true, true, true, true]);
    expect(code).toBe(0);
    expect(after).toEqual([false, false, false, false]);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it("stops on TERM while a customer's stream is open", async () => {
    const system = start([]);
    const { page } = await system.ready();
    const session = await signIn(page);

    const response = await postJson(`${page}/api/chat`, session.token, messageIn(session));
    system.kill("SIGTERM");
    const { code } = await system.ended;
    await response.text().catch(() => {});

    expect(response.status).toBe(200);
    expect(code).toBe(0);
  });

  it("keeps keys and sessions over a restart in its data folder, and only there", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "pf360-start-"));
    const first = start(["--data-dir", dataDir]);
    const session = await signIn((await first.ready()).page);
    first.kill("SIGINT");
    await first.ended;

    const second = start(["--data-dir", dataDir]);
    const kept = (await second.ready()).page;
    const elsewhere = start([]);
    const fresh = (await elsewhere.ready()).page;
    const [known, unknown] = await Promise.all(
      [kept, fresh].map((page) => postJson(`${page}/api/chat`, session.token, messageIn(session))),
    );
    await Promise.all([known?.text(), unknown?.text()]);

    expect(known?.status).toBe(200);
    expect(unknown?.status).toBe(401);
    expect(statSync(join(dataDir, "keys.json")).mode & 0o077).toBe(0);
    second.kill("SIGINT");
    await second.ended;
    rmSync(dataDir, { recursive: true });
  });
});

interface Session {
  token: string;
  conversation_id: string;
}

async function signIn(page: string): Promise<Session> {
  const token = await postJson(`${page}/local/tokens`, "", { customer_id: "1000101" });
  const { access_token } = (await token.json()) as { access_token: string };
  const session = await postJson(`${page}/api/session`, access_token, {});
  return (await session.json()) as Session;
}

function messageIn({ conversation_id }: Session) {
  return {
    id: conversation_id,
    messages: [{ id: "m1", role: "user", parts: [{ type: "text", text: "What are my projects?" }] }],
  };
}
