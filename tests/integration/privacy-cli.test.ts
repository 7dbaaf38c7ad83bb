import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "#tests/builders/chat-client.ts";
import { keyRingJson } from "#tests/builders/key-rings.ts";
import { runCli } from "#tests/builders/run-cli.ts";
import { type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";
import { readTables } from "#tests/builders/table-reader.ts";

let system: RunningSystem;
beforeAll(async () => {
  system = await startRunningSystem();
});
afterAll(() => system.close());

const surroundings = () => ({
  AWS_ENDPOINT_URL_DYNAMODB: system.database.url,
  AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME: system.bedrock.url,
  SUBJECT_KEYS: keyRingJson("u1"),
});

function run(args: readonly string[], env: Readonly<Record<string, string>> = surroundings()) {
  return runCli("layer/deletion/cli.ts", args, env);
}

const purgeOf = (customerId: string) => ["purge", "--tenant", "EASTHOME", "--customer", customerId];

describe("npm run privacy", () => {
  it("purges a customer of the running system: receipt printed, session over, agents told", async () => {
    const chat = await signIn(system, "1000101");
    await chat.say("Which projects do I have?");

    const { code, out } = await run([...purgeOf("1000101"), "--yes", "--json"]);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      receipt: {
        customer: expect.stringMatching(/^u1\./),
        deleted: { messages: 2, conversations: 1, sessions: 1, token_families: 1 },
        agent_sessions_ended: 1,
        left: 0,
        final: true,
      },
    });
    const next = await chat.post(chat.bodyOf("Hello?"));
    expect(next.status).toBe(401);
    const rows = [...(await readTables(system.database.url))].filter(([table]) => table !== "audit-log");
    expect(JSON.stringify(rows)).not.toContain(chat.conversationId);
  });

  it("asks before it deletes, and without anybody to be asked does nothing", async () => {
    const chat = await signIn(system, "1000102");

    const { code, err } = await run(purgeOf("1000102"));

    expect([code, err]).toEqual([1, expect.stringContaining("--yes")]);
    expect((await chat.post(chat.bodyOf("Hello?"))).status).toBe(200);
  });

  it("says what would go and when, and changes nothing", async () => {
    const chat = await signIn(system, "1000103");
    await chat.say("Which projects do I have?");
    const before = await readTables(system.database.url);

    const { code, out } = await run(["retention", "--dry-run", "--json"]);

    const report = JSON.parse(out) as { tables: { table: string; items: number }[] };
    expect(code).toBe(0);
    expect(report.tables.find(({ table }) => table === "recent-messages")?.items).toBe(
      before.get("recent-messages")?.length,
    );
    expect(await readTables(system.database.url)).toEqual(before);
    expect(out).not.toContain("1000103");
  });

  it("goes on without a key for subjects beside npm start, and says so", async () => {
    await signIn(system, "1000102");

    const { code, out, err } = await run([...purgeOf("1000102"), "--yes", "--json"], {
      ...surroundings(),
      SUBJECT_KEYS: "",
    });

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      receipt: { customer: expect.stringMatching(/^run\./), left: 0 },
    });
    expect(err).toContain("SUBJECT_KEYS is not set");
  });

  it("sweeps once, and tells its lag", async () => {
    const { code, out, err } = await run(["sweep", "--json"]);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ orphans: 0, lagSeconds: expect.any(Number) });
    expect(err).toContain('"event":"sweep-end"');
  });

  it.each([
    ["no environment and no database", ["sweep"], { LOCAL_DYNAMODB_PORT: "1" }, "Which environment?"],
    [
      "no key for subjects, away from this machine,",
      [...purgeOf("1"), "--yes", "--env", "qa"],
      { SUBJECT_KEYS: "", AWS_ENDPOINT_URL_DYNAMODB: "https://dynamodb.example.com" },
      "It has no default",
    ],
    ["a tenant that can be none", ["purge", "--tenant", "x y", "--customer", "1"], {}, "--tenant"],
    ["no customer", ["purge", "--tenant", "EASTHOME"], {}, "--customer"],
    ["an option of another command", ["retention", "--watch"], {}, "--watch goes with sweep"],
  ] as const)("refuses %s with what to do", async (_, args, env, said) => {
    const own: Record<string, string> = "LOCAL_DYNAMODB_PORT" in env ? env : { ...surroundings(), ...env };

    const { code, err } = await run(args, own);

    expect([code, err]).toEqual([1, expect.stringContaining(said)]);
  });

  it("explains itself", async () => {
    const { code, out } = await run(["--help"], {});

    expect(code).toBe(0);
    for (const word of ["purge", "retention", "sweep", "--dry-run", "--env"]) expect(out).toContain(word);
  });
});
