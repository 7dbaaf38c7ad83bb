import { paginateListAgents } from "@aws-sdk/client-bedrock-agent";
import { afterEach, describe, expect, it } from "vitest";
import {
  agentFields,
  type HttpVersion,
  lambdaArn,
  notesSchema,
  refusal,
  startControlPlane,
} from "./control-plane-world.ts";

let world: Awaited<ReturnType<typeof startControlPlane>>;
afterEach(() => world.close());
const inDraft = { agentVersion: "DRAFT" };

describe.each<HttpVersion>(["HTTP/1.1", "h2c"])("the control plane over %s", (version) => {
  it("makes, changes, reads, lists and deletes an agent", async () => {
    world = await startControlPlane({}, version);
    const { client } = world;

    const made = await client.createAgent({
      agentName: "notes",
      ...agentFields,
      description: "Keeps notes.",
    });
    const agentId = made.agent?.agentId ?? "";
    const read = await client.getAgent({ agentId });
    world.clock.advance(60);
    const changed = await client.updateAgent({ agentId, agentName: "notes", ...agentFields });
    const after = await client.getAgent({ agentId });
    const listed = await client.listAgents({});
    const gone = await client.deleteAgent({ agentId });

    expect(made.$metadata.httpStatusCode).toBe(202);
    expect(made.agent).toMatchObject({
      agentId: expect.stringMatching(/^[A-Z0-9]{10}$/),
      agentArn: `arn:aws:bedrock:us-east-1:000000000000:agent/${agentId}`,
      agentStatus: "CREATING",
      agentCollaboration: "DISABLED",
      orchestrationType: "DEFAULT",
      idleSessionTTLInSeconds: 600,
      createdAt: new Date("2026-11-23T15:00:00Z"),
    });
    expect(made.agent).not.toHaveProperty("clientToken");
    expect(read.agent).toMatchObject({ agentStatus: "NOT_PREPARED", description: "Keeps notes." });
    const prompts = read.agent?.promptOverrideConfiguration?.promptConfigurations ?? [];
    expect(prompts.map(({ promptCreationMode }) => promptCreationMode)).toEqual(Array(5).fill("DEFAULT"));
    expect(changed.agent?.agentStatus).toBe("UPDATING");
    expect(after.agent).toMatchObject({
      agentStatus: "NOT_PREPARED",
      updatedAt: new Date("2026-11-23T15:01:00Z"),
    });
    expect(after.agent).not.toHaveProperty("description");
    expect(listed.agentSummaries).toMatchObject([
      { agentId, agentName: "notes", agentStatus: "NOT_PREPARED", latestAgentVersion: "DRAFT" },
    ]);
    expect(gone).toMatchObject({ agentId, agentStatus: "DELETING" });
    expect(await refusal(client.getAgent({ agentId }))).toMatchObject({
      name: "ResourceNotFoundException",
      status: 404,
    });
  });

  it("makes, changes, reads, lists and deletes an action group", async () => {
    world = await startControlPlane({}, version);
    const { client } = world;
    const place = { agentId: await world.prepared("notes"), ...inDraft };
    const group = {
      actionGroupName: "notes-actions",
      actionGroupExecutor: { lambda: lambdaArn },
      apiSchema: { payload: notesSchema },
    };

    const made = await client.createAgentActionGroup({ ...place, ...group, description: "Notes." });
    const actionGroupId = made.agentActionGroup?.actionGroupId ?? "";
    const changed = await client.updateAgentActionGroup({
      ...place,
      ...group,
      actionGroupId,
      actionGroupState: "DISABLED",
    });
    const read = await client.getAgentActionGroup({ ...place, actionGroupId });
    const listed = await client.listAgentActionGroups(place);
    const gone = await client.deleteAgentActionGroup({ ...place, actionGroupId });
    const none = await client.listAgentActionGroups(place);

    expect(made.agentActionGroup).toMatchObject({ ...place, ...group, actionGroupState: "ENABLED" });
    expect(changed.agentActionGroup?.actionGroupState).toBe("DISABLED");
    expect(read.agentActionGroup?.apiSchema).toEqual(group.apiSchema);
    expect(read.agentActionGroup).not.toHaveProperty("description");
    expect(listed.actionGroupSummaries).toMatchObject([
      { actionGroupId, actionGroupName: "notes-actions", actionGroupState: "DISABLED" },
    ]);
    expect(gone.$metadata.httpStatusCode).toBe(204);
    expect(none.actionGroupSummaries).toEqual([]);
  });

  it("associates, changes, reads, lists and disassociates a collaborator", async () => {
    world = await startControlPlane({}, version);
    const { client } = world;
    const { agentId, collaboratorId, specialist } = await world.supervised();
    const place = { agentId, ...inDraft };
    const agentDescriptor = { aliasArn: specialist.aliasArn };

    const changed = await client.updateAgentCollaborator({
      ...place,
      collaboratorId,
      collaboratorName: "helper",
      collaborationInstruction: "Ask it first.",
      relayConversationHistory: "TO_COLLABORATOR",
      agentDescriptor,
    });
    const read = await client.getAgentCollaborator({ ...place, collaboratorId });
    const listed = await client.listAgentCollaborators(place);
    const gone = await client.disassociateAgentCollaborator({ ...place, collaboratorId });
    const none = await client.listAgentCollaborators(place);

    expect(changed.agentCollaborator).toMatchObject({ ...place, collaboratorName: "helper" });
    expect(read.agentCollaborator).toMatchObject({
      agentDescriptor,
      collaborationInstruction: "Ask it first.",
      lastUpdatedAt: expect.any(Date),
    });
    expect(listed.agentCollaboratorSummaries).toMatchObject([
      { relayConversationHistory: "TO_COLLABORATOR" },
    ]);
    expect(gone.$metadata.httpStatusCode).toBe(204);
    expect(none.agentCollaboratorSummaries).toEqual([]);
  });

  it("cuts versions for aliases, repoints and deletes both", async () => {
    world = await startControlPlane({}, version);
    const { client } = world;
    const agentId = await world.prepared("notes");

    const made = await client.createAgentAlias({ agentId, agentAliasName: "live" });
    const agentAliasId = made.agentAlias?.agentAliasId ?? "";
    const first = await client.getAgentAlias({ agentId, agentAliasId });
    const changed = await client.updateAgentAlias({ agentId, agentAliasId, agentAliasName: "live" });
    const second = await client.getAgentAlias({ agentId, agentAliasId });
    await client.updateAgentAlias({
      agentId,
      agentAliasId,
      agentAliasName: "live",
      routingConfiguration: [{ agentVersion: "1" }],
    });
    const back = await client.getAgentAlias({ agentId, agentAliasId });
    const aliases = await client.listAgentAliases({ agentId });
    const versions = await client.listAgentVersions({ agentId });
    const frozen = await client.getAgentVersion({ agentId, agentVersion: "2" });
    const goneVersion = await client.deleteAgentVersion({ agentId, agentVersion: "2" });
    const goneAlias = await client.deleteAgentAlias({ agentId, agentAliasId });

    expect(made.agentAlias).toMatchObject({ agentAliasStatus: "CREATING", routingConfiguration: [{}] });
    expect(first.agentAlias).toMatchObject({
      agentAliasStatus: "PREPARED",
      routingConfiguration: [{ agentVersion: "1" }],
      aliasInvocationState: "ACCEPT_INVOCATIONS",
    });
    expect(changed.agentAlias).toMatchObject({
      agentAliasStatus: "UPDATING",
      routingConfiguration: [{ agentVersion: "1" }],
    });
    expect(second.agentAlias?.routingConfiguration).toEqual([{ agentVersion: "2" }]);
    expect(back.agentAlias?.routingConfiguration).toEqual([{ agentVersion: "1" }]);
    const history = back.agentAlias?.agentAliasHistoryEvents ?? [];
    expect(history.map(({ routingConfiguration }) => routingConfiguration?.[0]?.agentVersion)).toEqual([
      "1",
      "2",
      "1",
    ]);
    expect(history.map(({ endDate }) => endDate !== undefined)).toEqual([true, true, false]);
    const names = aliases.agentAliasSummaries?.map(({ agentAliasName }) => agentAliasName);
    expect(new Set(names)).toEqual(new Set(["AgentTestAlias", "live"]));
    expect(versions.agentVersionSummaries?.map(({ agentVersion }) => agentVersion)).toEqual([
      "DRAFT",
      "1",
      "2",
    ]);
    expect(frozen.agentVersion).toMatchObject({ version: "2", agentName: "notes", agentStatus: "PREPARED" });
    expect(goneVersion).toMatchObject({ agentVersion: "2", agentStatus: "DELETING" });
    expect(goneAlias).toMatchObject({ agentId, agentAliasId, agentAliasStatus: "DELETING" });
  });

  it("keeps the tags of agents and aliases", async () => {
    world = await startControlPlane({}, version);
    const { client } = world;
    const { agent } = await client.createAgent({ agentName: "notes", tags: { env: "dev", old: "yes" } });
    const resourceArn = agent?.agentArn ?? "";
    const { aliasArn } = await world.published("other");

    await client.tagResource({ resourceArn, tags: { env: "qa", hash: "a/b=" } });
    await client.untagResource({ resourceArn, tagKeys: ["old", "never"] });
    await client.tagResource({ resourceArn: aliasArn, tags: { on: "alias" } });

    expect((await client.listTagsForResource({ resourceArn })).tags).toEqual({ env: "qa", hash: "a/b=" });
    expect((await client.listTagsForResource({ resourceArn: aliasArn })).tags).toEqual({ on: "alias" });
  });
});

describe("lists", () => {
  it("come in pages of ten unless more are asked for, each agent once", async () => {
    world = await startControlPlane();
    const names = Array.from({ length: 23 }, (_, index) => `agent-${index}`);
    for (const agentName of names) await world.client.createAgent({ agentName });

    const sizes: number[] = [];
    const seen: (string | undefined)[] = [];
    for await (const { agentSummaries = [] } of paginateListAgents({ client: world.client }, {})) {
      sizes.push(agentSummaries.length);
      seen.push(...agentSummaries.map(({ agentName }) => agentName));
    }
    const all = await world.client.listAgents({ maxResults: 100 });

    expect(sizes).toEqual([10, 10, 3]);
    expect(seen.toSorted()).toEqual(names.toSorted());
    expect(all.agentSummaries).toHaveLength(23);
    expect(all.nextToken).toBeUndefined();
  });
});
