import { afterEach, describe, expect, it } from "vitest";
import { agentFields, lambdaArn, notesSchema, startControlPlane } from "./control-plane-world.ts";
import { clientOf, lambdaSays, type Step, say } from "./local-bedrock-world.ts";

let world: Awaited<ReturnType<typeof startControlPlane>>;
afterEach(() => world.close());
const inDraft = { agentVersion: "DRAFT" };

describe("what a draft and a version hold", () => {
  it("reaches the test alias and a version only by preparing", async () => {
    world = await startControlPlane();
    const { client, controlPlane } = world;
    const { agentId, agentAliasId } = await world.published("notes");
    await client.createAgentActionGroup({
      agentId,
      ...inDraft,
      actionGroupName: "notes-actions",
      actionGroupExecutor: { lambda: lambdaArn },
      apiSchema: { payload: notesSchema },
    });
    const groups = (aliasId: string) =>
      controlPlane.registry.resolve(agentId, aliasId)?.actionGroups.map(({ name }) => name);

    const unprepared = groups("TSTALIASID");
    const status = (await client.getAgent({ agentId })).agent?.agentStatus;
    await client.prepareAgent({ agentId });
    const prepared = groups("TSTALIASID");
    const before = groups(agentAliasId);
    await client.updateAgentAlias({ agentId, agentAliasId, agentAliasName: "live" });

    expect(unprepared).toEqual([]);
    expect(status).toBe("PREPARED");
    expect(prepared).toEqual(["notes-actions"]);
    expect(before).toEqual([]);
    expect(groups(agentAliasId)).toEqual(["notes-actions"]);
    expect((await client.listAgentActionGroups({ agentId, agentVersion: "1" })).actionGroupSummaries).toEqual(
      [],
    );
    expect(
      (await client.listAgentActionGroups({ agentId, agentVersion: "2" })).actionGroupSummaries,
    ).toHaveLength(1);
  });

  it("calls the collaborator by its alias, so a repointed alias needs no new supervisor", async () => {
    world = await startControlPlane();
    const { client, controlPlane } = world;
    const { agentId, specialist } = await world.supervised();
    await client.prepareAgent({ agentId });
    const { agentAlias } = await client.createAgentAlias({ agentId, agentAliasName: "live" });

    const supervisor = () => controlPlane.registry.resolve(agentId, agentAlias?.agentAliasId ?? "");
    const versionCalled = () => {
      const [found] = supervisor()?.collaborators ?? [];
      return controlPlane.registry.resolve(found?.agentId ?? "", found?.aliasId ?? "")?.version;
    };
    const before = versionCalled();
    await client.updateAgentAlias({ ...specialist, agentAliasName: "live" });

    expect(before).toBe("1");
    expect(versionCalled()).toBe("2");
    expect(supervisor()?.version).toBe("1");
  });

  it("tells the runtime which alias takes no invocations", async () => {
    world = await startControlPlane();
    const { agentId, agentAliasId } = await world.published("notes");

    await world.client.updateAgentAlias({
      agentId,
      agentAliasId,
      agentAliasName: "live",
      routingConfiguration: [{ agentVersion: "1" }],
      aliasInvocationState: "REJECT_INVOCATIONS",
    });

    expect(world.controlPlane.registry.resolve(agentId, agentAliasId)?.rejectsInvocations).toBe(true);
    expect(world.controlPlane.registry.resolve(agentId, "TSTALIASID")?.rejectsInvocations).toBe(false);
    expect(world.controlPlane.registry.resolve(agentId, "NOSUCHONE0")).toBeUndefined();
    expect(world.controlPlane.registry.resolve("NOSUCHONE0", agentAliasId)).toBeUndefined();
  });
});

describe("agents made by the SDK", () => {
  const askNotes: Step = [
    { call: "AgentCommunication__sendMessage", input: { recipient: "specialist", content: "notes?" } },
  ];
  const getNotes: Step = [{ call: "POST__notes-actions__get_notes", input: { project_id: "7" } }];

  it("answer InvokeAgent through supervisor, specialist and Lambda; not when the alias takes no invocations", async () => {
    const supervising = "You hand every question about notes to the specialist.";
    const heard: string[] = [];
    world = await startControlPlane({}, "HTTP/1.1", {
      plays: {
        [supervising]: [askNotes, ["No notes yet."]],
        [agentFields.instruction]: [getNotes, ["none"]],
      },
      handler: async (event) => {
        heard.push(`${event.agent.version} ${event.apiPath}`);
        return lambdaSays(event, { outcome: "ok" });
      },
    });
    const { client } = world;
    const { agentId, specialist } = await world.supervised();
    await client.createAgentActionGroup({
      agentId: specialist.agentId,
      ...inDraft,
      actionGroupName: "notes-actions",
      actionGroupExecutor: { lambda: lambdaArn },
      apiSchema: { payload: notesSchema },
    });
    await client.prepareAgent({ agentId: specialist.agentId });
    await client.updateAgentAlias({ ...specialist, agentAliasName: "live" });
    await client.updateAgent({
      agentId,
      agentName: "supervisor",
      ...agentFields,
      instruction: supervising,
      agentCollaboration: "SUPERVISOR",
    });
    await client.prepareAgent({ agentId });
    const { agentAlias } = await client.createAgentAlias({ agentId, agentAliasName: "live" });
    const place = { agentId, agentAliasId: agentAlias?.agentAliasId };
    const runtime = clientOf(world.bedrock.url);

    const answer = await say(runtime, place);
    await client.updateAgentAlias({
      ...place,
      agentAliasName: "live",
      routingConfiguration: [{ agentVersion: "1" }],
      aliasInvocationState: "REJECT_INVOCATIONS",
    });
    const paused = await say(runtime, place);
    const unknown = await say(runtime, { ...place, agentAliasId: "NOSUCHONE0" });
    runtime.destroy();

    expect(answer).toMatchObject({ text: "No notes yet.", error: undefined });
    expect(heard).toEqual(["2 /get_notes"]);
    expect(paused.error).toMatchObject({ name: "ValidationException" });
    expect(unknown.error).toMatchObject({ name: "ResourceNotFoundException" });
  });
});
