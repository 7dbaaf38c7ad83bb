import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { ConfigError } from "#layer/errors.ts";
import { createControlPlane } from "#local/bedrock/control-plane/control-plane.ts";
import { settableClock } from "#tests/builders/clock.ts";
import {
  agentFields,
  controlClient,
  type HttpVersion,
  refusal,
  startControlPlane,
} from "./control-plane-world.ts";

type World = Awaited<ReturnType<typeof startControlPlane>>;
let world: World | undefined;
let folder: string | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
  if (folder) rmSync(folder, { recursive: true });
  folder = undefined;
});

describe("a transition", () => {
  it("takes its time by the clock, and a waiter sees each state", async () => {
    world = await startControlPlane({ latencyMs: 2_000 });
    const { client, clock } = world;
    const { agent } = await client.createAgent({ agentName: "notes", ...agentFields });
    const agentId = agent?.agentId ?? "";
    const status = async () => (await client.getAgent({ agentId })).agent?.agentStatus;

    const seen = [await status()];
    clock.advance(1.999);
    seen.push(await status());
    clock.advance(0.001);
    seen.push(await status());
    await client.prepareAgent({ agentId });
    seen.push(await status());
    clock.advance(2);
    const { agentAlias } = await client.createAgentAlias({ agentId, agentAliasName: "live" });
    seen.push(await status());
    clock.advance(2);
    seen.push(await status());
    await client.deleteAgentAlias({ agentId, agentAliasId: agentAlias?.agentAliasId });
    clock.advance(2);
    await client.deleteAgent({ agentId });
    seen.push(await status());

    expect(seen).toEqual([
      "CREATING",
      "CREATING",
      "NOT_PREPARED",
      "PREPARING",
      "VERSIONING",
      "PREPARED",
      "DELETING",
    ]);
  });

  it.each(["NOT_PREPARED", "PREPARED"] as const)(
    "of an update ends %s where that is chosen",
    async (updateEnds) => {
      world = await startControlPlane({ updateEnds });
      const { client, controlPlane } = world;
      const agentId = await world.prepared("notes");
      const instruction = "You keep the notes of the customers' projects, and say so first.";

      await client.updateAgent({ agentId, agentName: "notes", ...agentFields, instruction });

      expect((await client.getAgent({ agentId })).agent?.agentStatus).toBe(updateEnds);
      expect(controlPlane.registry.resolve(agentId, "TSTALIASID")?.instruction).toBe(agentFields.instruction);
    },
  );
});

describe("a fault on demand", () => {
  it.each([
    [{ kind: "throttling" }, { name: "ThrottlingException", status: 429 }],
    [{ kind: "internal" }, { name: "InternalServerException", status: 500 }],
    [
      { kind: "role_lag" },
      {
        name: "AccessDeniedException",
        status: 403,
        message: expect.stringContaining("is not authorized to perform: bedrock:CreateAgent"),
      },
    ],
    [
      { kind: "pass_role_lag" },
      { status: 403, message: expect.stringContaining("is not authorized to perform: iam:PassRole") },
    ],
    [
      { kind: "profile_lag" },
      {
        status: 403,
        message: `Access denied while trying to create/update an agent using InferenceProfile ${agentFields.foundationModel}. Ensure Agent role has valid permissions to use the inference profile`,
      },
    ],
    [
      { kind: "maintenance" },
      { status: 403, message: expect.stringMatching(/^Bedrock Agents is in Maintenance Mode\./) },
    ],
  ])("%o strikes the calls it names, as often as it says", async (fault, expected) => {
    world = await startControlPlane();
    const { client } = world;
    const create = () => client.createAgent({ agentName: "notes", ...agentFields });

    const set = await world.admin("POST", "faults", { ...fault, operation: "CreateAgent", times: 2 });
    const untouched = await client.listAgents({});
    const struck = [await refusal(create()), await refusal(create())];

    expect(set.status).toBe(200);
    expect(untouched.agentSummaries).toEqual([]);
    expect(struck).toEqual([expect.objectContaining(expected), expect.objectContaining(expected)]);
    expect((await create()).agent?.agentStatus).toBe("CREATING");
  });

  it("lets what was begun end FAILED, of the agent it names", async () => {
    world = await startControlPlane();
    const { client, controlPlane } = world;
    const agentId = await world.prepared("notes");
    const other = await world.prepared("other");
    const fault = {
      kind: "failed",
      times: 1,
      agent: "notes",
      reasons: ["The role cannot be assumed."],
    } as const;
    controlPlane.addFault({ ...fault, operation: "PrepareAgent", reasons: [...fault.reasons] });
    controlPlane.addFault({ ...fault, operation: "CreateAgentAlias", reasons: [...fault.reasons] });

    await client.prepareAgent({ agentId: other });
    await client.prepareAgent({ agentId });
    const failed = await client.getAgent({ agentId });
    await client.prepareAgent({ agentId });
    const { agentAlias } = await client.createAgentAlias({ agentId, agentAliasName: "live" });
    const alias = await client.getAgentAlias({ agentId, agentAliasId: agentAlias?.agentAliasId });

    expect((await client.getAgent({ agentId: other })).agent?.agentStatus).toBe("PREPARED");
    expect(failed.agent).toMatchObject({ agentStatus: "FAILED", failureReasons: fault.reasons });
    expect(alias.agentAlias).toMatchObject({ agentAliasStatus: "FAILED", failureReasons: fault.reasons });
    expect((await client.getAgent({ agentId })).agent?.agentStatus).toBe("PREPARED");
    expect((await client.listAgentVersions({ agentId })).agentVersionSummaries).toHaveLength(1);
  });

  it.each<[HttpVersion, string, number]>([
    ["HTTP/1.1", "cut_before", 0],
    ["HTTP/1.1", "cut_after", 1],
    ["h2c", "cut_before", 0],
    ["h2c", "cut_after", 1],
  ])("breaks a connection over %s: %s", async (version, kind, made) => {
    world = await startControlPlane({}, version);
    await world.admin("POST", "faults", { kind, operation: "CreateAgent" });

    await expect(world.client.createAgent({ agentName: "notes" })).rejects.toThrow();

    expect((await world.client.listAgents({})).agentSummaries).toHaveLength(made);
  });

  it("is forgotten by a reset; an unknown kind names its field", async () => {
    world = await startControlPlane();
    await world.prepared("notes");
    await world.admin("POST", "faults", { kind: "throttling", times: 9 });

    const wrong = await world.admin("POST", "faults", { kind: "gremlin" });
    await world.admin("POST", "reset", { everything: true });

    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ error: { field: "kind" } });
    expect((await world.client.listAgents({})).agentSummaries).toEqual([]);
  });
});

describe("the published rates", () => {
  it("throttle the call that is one too many in a second, where they are on", async () => {
    world = await startControlPlane({ rateLimits: true });
    const { client, clock } = world;
    const agentId = await world.prepared("notes");
    const prepare = () => client.prepareAgent({ agentId });
    await prepare();

    const third = await refusal(prepare());
    clock.advance(1);
    const later = await prepare();

    expect(third).toMatchObject({ name: "ThrottlingException", status: 429 });
    expect(later.agentStatus).toBe("PREPARING");
  });

  it("are waited out by the SDK's own retries", async () => {
    world = await startControlPlane();
    await world.admin("POST", "faults", { kind: "throttling", times: 2 });
    const client = controlClient(world.bedrock.url, "HTTP/1.1", { maxAttempts: 3 });

    const { $metadata } = await client.listAgents({});

    expect($metadata.attempts).toBe(3);
    client.destroy();
  });
});

describe("the admin", () => {
  it("tells every call, and which of them write", async () => {
    world = await startControlPlane();
    const { agent } = await world.client.createAgent({ agentName: "notes" });
    await world.client.getAgent({ agentId: agent?.agentId });
    await refusal(world.client.prepareAgent({ agentId: agent?.agentId }));

    const { calls } = (await (await world.admin("GET", "calls")).json()) as { calls: object[] };

    const about = { agent_name: "notes", at: "2026-11-23T15:00:00.000Z" };
    expect(calls).toMatchObject([
      { ...about, operation: "CreateAgent", write: true, status: 202 },
      { ...about, operation: "GetAgent", write: false, status: 200, agent_id: agent?.agentId },
      { ...about, operation: "PrepareAgent", write: true, status: 400, error: "ValidationException" },
    ]);
  });

  it("sets the latency and moves the clock", async () => {
    world = await startControlPlane();
    await world.admin("POST", "settings", { latency_ms: 5_000 });
    const { agent } = await world.client.createAgent({ agentName: "notes" });
    const status = async () =>
      (await world?.client.getAgent({ agentId: agent?.agentId }))?.agent?.agentStatus;

    const before = await status();
    await world.admin("POST", "clock", { advance_ms: 5_000 });

    expect([before, await status()]).toEqual(["CREATING", "NOT_PREPARED"]);
  });
});

describe("a data folder", () => {
  it("keeps agents, versions, tags and what is under way over a restart", async () => {
    folder = mkdtempSync(join(tmpdir(), "control-plane-"));
    const first = await startControlPlane({ dataDir: folder, latencyMs: 1_000 });
    const { agent } = await first.client.createAgent({
      agentName: "notes",
      ...agentFields,
      tags: { a: "b" },
    });
    const agentId = agent?.agentId ?? "";
    first.clock.advance(1);
    await first.client.prepareAgent({ agentId });
    const kept = first.controlPlane.snapshot();
    await first.close();

    world = await startControlPlane({ dataDir: folder });
    const { client } = world;
    const restored = world.controlPlane.snapshot();
    const before = (await client.getAgent({ agentId })).agent?.agentStatus;
    world.clock.advance(2);

    expect(restored).toEqual(kept);
    expect(before).toBe("PREPARING");
    expect((await client.getAgent({ agentId })).agent?.agentStatus).toBe("PREPARED");
    expect((await client.listTagsForResource({ resourceArn: agent?.agentArn })).tags).toEqual({ a: "b" });
  });

  it("with a file of another make stops the start", () => {
    const place = mkdtempSync(join(tmpdir(), "control-plane-"));
    folder = place;
    writeFileSync(join(place, "bedrock-control-plane.json"), '{"format":1');

    expect(() => createControlPlane({ clock: settableClock(), dataDir: place })).toThrow(ConfigError);
  });
});
