import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createDynamodbReleaseLock } from "#agents/setup/dynamodb-release-lock.ts";
import { wallClock } from "#layer/clock.ts";
import { tableName, tables } from "#layer/tables/tables.ts";
import { createControlPlane } from "#local/bedrock/control-plane/control-plane.ts";
import { type LocalBedrock, startLocalBedrock } from "#local/bedrock/server.ts";
import { createLocalFunctions } from "#local/lambda/functions.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { runCli } from "#tests/builders/run-cli.ts";

const service = createControlPlane({ clock: wallClock });
let bedrock: LocalBedrock;
let database: Awaited<ReturnType<typeof startTestDynamodb>>;

beforeAll(async () => {
  database = await startTestDynamodb();
  bedrock = await startLocalBedrock({
    port: 0,
    controlPlane: service,
    clock: wallClock,
    functions: createLocalFunctions({}),
    model: createScriptedModel(),
  });
});
afterAll(async () => {
  await bedrock.close();
  await database.close();
});
afterEach(() => service.reset(true));

const endpoints = () => ({
  AWS_ENDPOINT_URL_BEDROCK_AGENT: bedrock.url,
  AWS_ENDPOINT_URL_DYNAMODB: database.url,
});

/** `setup-agents` beside the local Bedrock, unless `env` says otherwise. */
async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = endpoints(),
  onError: (said: string) => void = () => undefined,
) {
  const ended = await runCli("agents/setup/cli.ts", args, env, { onError });
  return { ...ended, json: () => JSON.parse(ended.out) as Record<string, unknown> };
}

const writes = () =>
  service
    .calls()
    .filter(({ write }) => write)
    .map(({ operation }) => operation);
const versionOf = (name: string) => {
  const agent = Object.values(service.snapshot().agents).find(
    ({ draft }) => draft.config.agentName === `pf360-${name}-dev`,
  );
  return Object.values(agent?.aliases ?? {}).find((alias) => alias.name === "live")?.version;
};
const anotherTtl = { AGENT_IDLE_SESSION_TTL: "3600" };

describe("npm run setup-agents", () => {
  it("plans, makes, changes, tells, takes back, tidies up and takes down the five agents", async () => {
    const planned = await run(["plan", "--json"]);
    expect(planned).toMatchObject({ code: 2, err: "" });
    expect(planned.json()).toMatchObject({ environment: "dev", has_changes: true });
    expect(writes()).toEqual([]);

    const made = await run(["--yes"]);
    expect(made).toMatchObject({ code: 0 });
    expect(made.out).toContain("CreateAgent ×5");
    expect(await run(["plan"])).toMatchObject({ code: 0 });

    service.reset(false);
    const again = await run(["apply", "--json", "--yes"]);
    expect(again.json()).toMatchObject({ is_new: false, calls: { write: {} } });
    expect(writes()).toEqual([]);

    expect(await run(["apply", "--only", "notes"], { ...endpoints(), ...anotherTtl })).toMatchObject({
      code: 0,
    });
    expect(versionOf("notes")).toBe("2");
    expect(versionOf("supervisor")).toBe("1");
    const status = await run(["status", "--json"]);
    expect(status).toMatchObject({ code: 0 });
    expect(status.json()).toMatchObject({ drift: [], release: { action: "apply" } });

    service.reset(false);
    expect(await run(["rollback", "--yes"])).toMatchObject({ code: 0 });
    expect(writes()).toEqual(["UpdateAgentAlias"]);
    expect(versionOf("notes")).toBe("1");

    const history = (await run(["history", "--json"])).json() as { releases: { action: string }[] };
    expect(history.releases.map(({ action }) => action)).toEqual(["rollback", "apply", "apply"]);

    const pruned = await run(["prune", "--keep", "1", "--yes", "--json"]);
    expect(pruned.json()).toMatchObject({ deleted: [{ name: "pf360-notes-dev", version: "2" }] });

    const taken = await run(["destroy", "--yes"]);
    expect(taken).toMatchObject({ code: 0 });
    expect(taken.out).toContain("DeleteAgent ×5");
    expect(service.snapshot().agents).toEqual({});
  }, 120_000);

  it("does nothing without a yes where nobody can be asked", async () => {
    const { code, err } = await run([]);

    expect(code).toBe(1);
    expect(err).toContain("--yes");
    expect(writes()).toEqual([]);
  });

  it("explains the maintenance mode in place of the service's 403", async () => {
    service.addFault({ kind: "maintenance", operation: "CreateAgent", times: 100, reasons: [] });

    const { code, err } = await run(["apply"]);

    expect(code).toBe(1);
    expect(err).toContain("maintenance mode");
    expect(err).not.toContain("    at ");
    expect(versionOf("supervisor")).toBeUndefined();
  });

  it("names what is missing: environment, roles and functions, an address where nobody is", async () => {
    const nobody = "http://127.0.0.1:9";
    // Not on this machine, and nowhere else either.
    const elsewhere = {
      AWS_ENDPOINT_URL_BEDROCK_AGENT: "https://bedrock-agent.invalid",
      AWS_ENDPOINT_URL_DYNAMODB: "https://dynamodb.invalid",
    };
    const [nowhere, bare, alone] = await Promise.all([
      run(["plan"], { LOCAL_BEDROCK_PORT: "9" }),
      run(["plan", "--env", "qa"], elsewhere),
      run(["plan"], { AWS_ENDPOINT_URL_BEDROCK_AGENT: nobody, AWS_ENDPOINT_URL_DYNAMODB: nobody }),
    ]);

    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining("--env") });
    expect(bare).toMatchObject({ code: 1, err: expect.stringContaining("SUPERVISOR_ROLE_ARN") });
    expect(alone).toMatchObject({ code: 1, err: expect.stringContaining(nobody) });
  });

  it("waits for a run that is at work, and goes on when that one is done", async () => {
    const lock = createDynamodbReleaseLock({
      documents: database.documents,
      tableName: tableName(tables.agentReleases, "dev"),
    });
    const sinceMs = wallClock.nowMs();
    await lock.take({ holder: "another", sinceMs, untilMs: sinceMs + 600_000 });

    const waiting = run(["apply", "--yes"], undefined, (said) => {
      if (said.includes(new Date(sinceMs).toISOString())) void lock.give("another");
    });

    expect(await waiting).toMatchObject({ code: 0 });
    expect(await run(["plan"])).toMatchObject({ code: 0 });
  }, 60_000);

  it("tells its usage, and refuses what it does not know", async () => {
    const [help, unknown] = await Promise.all([run(["--help"], {}), run(["aply"], {})]);

    expect(help).toMatchObject({ code: 0, err: "", out: expect.stringContaining("rollback [RELEASE]") });
    expect(unknown).toMatchObject({ code: 1, out: "", err: expect.stringContaining("aply") });
  });
});
