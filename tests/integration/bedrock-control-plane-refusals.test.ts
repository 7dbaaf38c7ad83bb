import { afterEach, describe, expect, it } from "vitest";
import { agentFields, refusal, startControlPlane } from "./control-plane-world.ts";

type World = Awaited<ReturnType<typeof startControlPlane>>;
let world: World;
afterEach(() => world.close());
const inDraft = { agentVersion: "DRAFT" };
const absent = "AAAAAAAAAA";
const someAlias = `arn:aws:bedrock:us-east-1:000000000000:agent-alias/${absent}/BBBBBBBBBB`;
const collaborator = { collaboratorName: "one", collaborationInstruction: "Ask it." };

describe("what does not exist", () => {
  it.each<[string, (client: World["client"], agentId: string) => Promise<unknown>]>([
    ["an agent", (client) => client.getAgent({ agentId: absent })],
    ["an agent to prepare", (client) => client.prepareAgent({ agentId: absent })],
    [
      "an action group",
      (client, agentId) => client.getAgentActionGroup({ agentId, ...inDraft, actionGroupId: absent }),
    ],
    [
      "a collaborator",
      (client, agentId) =>
        client.disassociateAgentCollaborator({ agentId, ...inDraft, collaboratorId: absent }),
    ],
    ["an alias", (client, agentId) => client.getAgentAlias({ agentId, agentAliasId: absent })],
    ["a version", (client, agentId) => client.getAgentVersion({ agentId, agentVersion: "7" })],
    ["a version's parts", (client, agentId) => client.listAgentActionGroups({ agentId, agentVersion: "7" })],
    [
      "a version to point at",
      (client, agentId) =>
        client.createAgentAlias({
          agentId,
          agentAliasName: "a",
          routingConfiguration: [{ agentVersion: "7" }],
        }),
    ],
    ["a tagged resource", (client) => client.listTagsForResource({ resourceArn: someAlias })],
  ])("is a 404: %s", async (_what, call) => {
    world = await startControlPlane();
    const agentId = await world.prepared("notes");

    expect(await refusal(call(world.client, agentId))).toMatchObject({
      name: "ResourceNotFoundException",
      status: 404,
    });
  });
});

describe("an operation in the wrong state", () => {
  const refused = (message: string) => ({ name: "ValidationException", status: 400, message });

  it.each([
    ["Preparing", (client: World["client"], agentId: string) => client.prepareAgent({ agentId })],
    [
      "Updating",
      (client: World["client"], agentId: string) =>
        client.updateAgent({ agentId, agentName: "notes", ...agentFields }),
    ],
    [
      "Versioning",
      (client: World["client"], agentId: string) =>
        client.createAgentAlias({ agentId, agentAliasName: "live" }),
    ],
  ])("is refused in the state %s, and taken when that is over", async (state, begin) => {
    world = await startControlPlane({ latencyMs: 0 });
    const { client } = world;
    const agentId = await world.prepared("notes");
    await client.getAgent({ agentId });
    world.controlPlane.settings.latencyMs = 1_000;
    await begin(client, agentId);

    const texts = [
      await refusal(client.prepareAgent({ agentId })),
      await refusal(client.createAgentActionGroup({ agentId, ...inDraft, actionGroupName: "a" })),
      await refusal(client.createAgentAlias({ agentId, agentAliasName: "other" })),
    ];
    world.clock.advance(1);
    await client.prepareAgent({ agentId });

    const retry = "Retry the request when the agent is in a valid state.";
    expect(texts).toEqual([
      refused(`Prepare operation can't be performed on Agent when it is in ${state} state. ${retry}`),
      refused(`Create operation can't be performed on Agent when it is in ${state} state. ${retry}`),
      refused(`Create operation can't be performed on AgentAlias when Agent is in ${state} state.`),
    ]);
  });

  it("cuts no version from an agent that is not prepared", async () => {
    world = await startControlPlane();
    const { agent } = await world.client.createAgent({ agentName: "notes" });

    const call = world.client.createAgentAlias({ agentId: agent?.agentId, agentAliasName: "live" });

    expect(await refusal(call)).toEqual(
      refused("Create operation can't be performed on AgentAlias when Agent is in Not Prepared state."),
    );
  });

  it.each(["SUPERVISOR", "SUPERVISOR_ROUTER"] as const)(
    "prepares no %s without collaborators",
    async (mode) => {
      world = await startControlPlane();
      const { agent } = await world.client.createAgent({
        agentName: "boss",
        ...agentFields,
        agentCollaboration: mode,
      });

      expect(await refusal(world.client.prepareAgent({ agentId: agent?.agentId }))).toEqual(
        refused(
          `This agent cannot be prepared. The AgentCollaboration attribute is set to ${mode} but no agent collaborators are added.`,
        ),
      );
    },
  );
});

describe("a collaborator", () => {
  it("is never a test alias, a missing one, or the agent itself", async () => {
    world = await startControlPlane();
    const { client } = world;
    const { agentId, specialist } = await world.supervised();
    const associate = (aliasArn: string) =>
      client.associateAgentCollaborator({
        agentId,
        ...inDraft,
        ...collaborator,
        agentDescriptor: { aliasArn },
      });
    const testAlias = specialist.aliasArn.replace(specialist.agentAliasId, "TSTALIASID");

    expect(await refusal(associate(testAlias))).toEqual({
      name: "ValidationException",
      status: 400,
      message: `Agent ${agentId} cannot collaborate with TSTALIASID alias of another agent. Use a different alias to collaborate with.`,
    });
    expect((await refusal(associate(someAlias))).name).toBe("ResourceNotFoundException");
    const own = specialist.aliasArn.replace(specialist.agentId, agentId);
    expect((await refusal(associate(own))).name).toBe("ValidationException");
  });

  it("keeps its alias until the supervisor that dropped it is prepared and published", async () => {
    world = await startControlPlane();
    const { client } = world;
    const { agentId, collaboratorId, specialist } = await world.supervised();
    await client.prepareAgent({ agentId });
    const { agentAlias } = await client.createAgentAlias({ agentId, agentAliasName: "live" });
    const remove = () => client.deleteAgentAlias(specialist);

    const refusals = [await refusal(remove())];
    await client.disassociateAgentCollaborator({ agentId, ...inDraft, collaboratorId });
    refusals.push(await refusal(remove()));
    await client.updateAgent({
      agentId,
      agentName: "supervisor",
      ...agentFields,
      agentCollaboration: "DISABLED",
    });
    await client.prepareAgent({ agentId });
    refusals.push(await refusal(remove()));
    await client.updateAgentAlias({
      agentId,
      agentAliasId: agentAlias?.agentAliasId,
      agentAliasName: "live",
    });
    await client.getAgent({ agentId });

    expect(refusals.map(({ name, status }) => [name, status])).toEqual(
      Array(3).fill(["ConflictException", 409]),
    );
    expect((await remove()).agentAliasStatus).toBe("DELETING");
  });
});

describe("what is in use", () => {
  it("is not deleted, unless the check is skipped", async () => {
    world = await startControlPlane();
    const { client } = world;
    const { agentId, agentAliasId } = await world.published("notes");
    const group = await client.createAgentActionGroup({ agentId, ...inDraft, actionGroupName: "a" });
    const actionGroupId = group.agentActionGroup?.actionGroupId;
    const place = { agentId, ...inDraft, actionGroupId };
    const skip = { skipResourceInUseCheck: true };

    const agent = await refusal(client.deleteAgent({ agentId }));
    const version = await refusal(client.deleteAgentVersion({ agentId, agentVersion: "1" }));
    const actionGroup = await refusal(client.deleteAgentActionGroup(place));
    await client.deleteAgentActionGroup({ ...place, ...skip });
    await client.deleteAgentVersion({ agentId, agentVersion: "1", ...skip });
    const { agentAlias } = await client.getAgentAlias({ agentId, agentAliasId });
    const gone = await client.deleteAgent({ agentId, ...skip });

    expect(agent).toEqual({
      name: "ConflictException",
      status: 409,
      message: `Could not delete Agent with ID ${agentId}, since it has active aliases`,
    });
    expect([version.status, actionGroup.status]).toEqual([409, 409]);
    expect(agentAlias?.agentAliasStatus).toBe("DISSOCIATED");
    expect(gone.agentStatus).toBe("DELETING");
  });

  it("holds its name: an agent of the same name is taken and fails late", async () => {
    world = await startControlPlane();
    const { client } = world;
    await client.createAgent({ agentName: "notes" });

    const { agent, $metadata } = await client.createAgent({ agentName: "notes" });
    const after = await client.getAgent({ agentId: agent?.agentId });

    expect($metadata.httpStatusCode).toBe(202);
    expect(after.agent).toMatchObject({
      agentStatus: "FAILED",
      failureReasons: ["Cannot create a new agent as an agent with the same name already exists."],
      recommendedActions: [expect.any(String)],
    });
    expect((await refusal(client.prepareAgent({ agentId: agent?.agentId }))).name).toBe(
      "ValidationException",
    );
    expect((await client.deleteAgent({ agentId: agent?.agentId })).agentStatus).toBe("DELETING");
  });

  it("holds the names of parts, which conflict at once", async () => {
    world = await startControlPlane();
    const { client } = world;
    const { agentId, specialist } = await world.supervised();
    await client.createAgentActionGroup({ agentId, ...inDraft, actionGroupName: "a" });

    const calls = [
      client.createAgentActionGroup({ agentId, ...inDraft, actionGroupName: "a" }),
      client.associateAgentCollaborator({
        agentId,
        ...inDraft,
        ...collaborator,
        collaboratorName: "specialist",
        agentDescriptor: { aliasArn: specialist.aliasArn },
      }),
      client.createAgentAlias({ agentId: specialist.agentId, agentAliasName: "live" }),
      client.updateAgent({ agentId, agentName: "specialist", ...agentFields }),
    ];

    for (const call of calls) expect((await refusal(call)).name).toBe("ConflictException");
  });
});
