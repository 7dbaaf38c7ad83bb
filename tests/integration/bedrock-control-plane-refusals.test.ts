import { BedrockAgentServiceException } from "@aws-sdk/client-bedrock-agent";
import { afterEach, describe, expect, it } from "vitest";
import { agentFields, lambdaArn, notesSchema, refusal, startControlPlane } from "./control-plane-world.ts";

type World = Awaited<ReturnType<typeof startControlPlane>>;
let world: World;
afterEach(() => world.close());
const inDraft = { agentVersion: "DRAFT" };
const absent = "AAAAAAAAAA";
const someAlias = `arn:aws:bedrock:us-east-1:000000000000:agent-alias/${absent}/BBBBBBBBBB`;
const collaborator = { collaboratorName: "one", collaborationInstruction: "Ask it." };

describe("a request that breaks the members' constraints", () => {
  const one = (value: string, at: string, demand: string) =>
    `1 validation error detected: ${value} at '${at}' failed to satisfy constraint: Member must ${demand}`;

  it.each<[string, (client: World["client"]) => Promise<unknown>, string]>([
    [
      "a name with two separators in a row",
      (client) => client.createAgent({ agentName: "a__b" }),
      one("Value 'a__b'", "agentName", "satisfy regular expression pattern: ([0-9a-zA-Z][_-]?){1,100}"),
    ],
    [
      "no name",
      (client) => client.createAgent({ agentName: undefined }),
      one("Value null", "agentName", "not be null"),
    ],
    [
      "a short instruction, which is not repeated",
      (client) => client.createAgent({ agentName: "a", instruction: "secret" }),
      one("Value", "instruction", "have length greater than or equal to 40"),
    ],
    [
      "an idle time over the limit",
      (client) => client.createAgent({ agentName: "a", idleSessionTTLInSeconds: 5401 }),
      one("Value '5401'", "idleSessionTTLInSeconds", "have value less than or equal to 5400"),
    ],
    [
      "an unknown collaboration",
      (client) => client.createAgent({ agentName: "a", agentCollaboration: "COLLABORATOR" as "DISABLED" }),
      one(
        "Value 'COLLABORATOR'",
        "agentCollaboration",
        "satisfy enum value set: [SUPERVISOR, SUPERVISOR_ROUTER, DISABLED]",
      ),
    ],
    [
      "an empty description",
      (client) => client.createAgent({ agentName: "a", description: "" }),
      one("Value ''", "description", "have length greater than or equal to 1"),
    ],
    [
      "an id of the wrong form",
      (client) => client.getAgent({ agentId: "" }),
      one("Value ''", "agentId", "satisfy regular expression pattern: [0-9a-zA-Z]{10}"),
    ],
    [
      "an update without a role",
      (client) =>
        client.updateAgent({
          agentId: absent,
          agentName: "a",
          foundationModel: "m",
          agentResourceRoleArn: undefined,
        }),
      one("Value null", "agentResourceRoleArn", "not be null"),
    ],
    [
      "an action group in a numbered version",
      (client) => client.createAgentActionGroup({ agentId: absent, agentVersion: "1", actionGroupName: "a" }),
      one("Value '1'", "agentVersion", "satisfy regular expression pattern: DRAFT"),
    ],
    [
      "DRAFT where a number is asked for",
      (client) => client.getAgentVersion({ agentId: absent, agentVersion: "DRAFT" }),
      one("Value 'DRAFT'", "agentVersion", "satisfy regular expression pattern: [0-9]{1,5}"),
    ],
    [
      "an agent's ARN for a collaborator",
      (client) =>
        client.associateAgentCollaborator({
          agentId: absent,
          ...inDraft,
          ...collaborator,
          agentDescriptor: { aliasArn: `arn:aws:bedrock:us-east-1:000000000000:agent/${absent}` },
        }),
      one(
        `Value 'arn:aws:bedrock:us-east-1:000000000000:agent/${absent}'`,
        "agentDescriptor.aliasArn",
        "satisfy regular expression pattern: arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:agent-alias/[0-9a-zA-Z]{10}/[0-9a-zA-Z]{10}",
      ),
    ],
    [
      "the test alias deleted",
      (client) => client.deleteAgentAlias({ agentId: absent, agentAliasId: "TSTALIASID" }),
      one(
        "Value 'TSTALIASID'",
        "agentAliasId",
        "satisfy regular expression pattern: (?!\\bTSTALIASID\\b)[0-9a-zA-Z]+",
      ),
    ],
    [
      "two routes",
      (client) =>
        client.createAgentAlias({
          agentId: absent,
          agentAliasName: "a",
          routingConfiguration: [{ agentVersion: "1" }, { agentVersion: "2" }],
        }),
      one("Value", "routingConfiguration", "have length less than or equal to 1"),
    ],
    [
      "a short client token",
      (client) => client.createAgent({ agentName: "a", clientToken: "short" }),
      one("Value 'short'", "clientToken", "have length greater than or equal to 33"),
    ],
    [
      "no page at all",
      (client) => client.listAgents({ maxResults: 0 }),
      one("Value '0'", "maxResults", "have value greater than or equal to 1"),
    ],
    [
      "a page token that no page gave",
      (client) => client.listAgents({ nextToken: "x" }),
      "The nextToken is invalid.",
    ],
    [
      "a member of the wrong type",
      (client) => client.createAgent({ agentName: 7 as unknown as string }),
      "The request body could not be read: 'agentName' has the wrong type.",
    ],
  ])("is refused: %s", async (_what, call, message) => {
    world = await startControlPlane();

    expect(await refusal(call(world.client))).toEqual({ name: "ValidationException", message, status: 400 });
  });

  it("names every breach, in order", async () => {
    world = await startControlPlane();

    const { message } = await refusal(world.client.createAgent({ agentName: "-", description: "" }));

    expect(message).toMatch(
      /^2 validation errors detected: Value '-' at 'agentName' .*; Value '' at 'description' /,
    );
  });
});

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

describe("a schema", () => {
  const noModel =
    "Failed to create OpenAPI 3 model from the JSON/YAML object that you provided for action group: a";
  it.each([
    ["no JSON", "{"],
    ["another version of OpenAPI", notesSchema.replace("3.0.0", "3.1.0")],
    ["an operation without description", notesSchema.replaceAll(/"description"/g, '"summary"')],
  ])("is refused: %s", async (_what, payload) => {
    world = await startControlPlane();
    const agentId = await world.prepared("notes");

    const refused = await refusal(
      world.client.createAgentActionGroup({
        agentId,
        ...inDraft,
        actionGroupName: "a",
        actionGroupExecutor: { lambda: lambdaArn },
        apiSchema: { payload },
      }),
    );

    expect(refused).toMatchObject({ name: "ValidationException", status: 400 });
    expect(refused.message.startsWith(noModel)).toBe(true);
  });

  it("comes alone, and with no signature", async () => {
    world = await startControlPlane();
    const agentId = await world.prepared("notes");
    const place = { agentId, ...inDraft, actionGroupName: "a" };
    const schemas = { apiSchema: { payload: notesSchema }, functionSchema: { functions: [{ name: "f" }] } };

    const both = await refusal(world.client.createAgentActionGroup({ ...place, ...schemas }));
    const signed = await refusal(
      world.client.createAgentActionGroup({
        ...place,
        parentActionGroupSignature: "AMAZON.UserInput",
        description: "Asks.",
      }),
    );

    expect([both.name, signed.name]).toEqual(["ValidationException", "ValidationException"]);
  });
});

describe("a quota", () => {
  const quota = { name: "ServiceQuotaExceededException", status: 402 };

  it("of an agent's instruction, operations, aliases and collaborators is a 402", async () => {
    world = await startControlPlane();
    const { client } = world;
    const { agentId, specialist } = await world.supervised();
    const schema = JSON.parse(notesSchema) as { paths: Record<string, object> };
    const [path] = Object.values(schema.paths);
    const operation = Object.values(path ?? {})[0] as object;
    const group = (actionGroupName: string, count: number) => ({
      agentId,
      ...inDraft,
      actionGroupName,
      apiSchema: {
        payload: JSON.stringify({
          ...schema,
          paths: Object.fromEntries(
            Array.from({ length: count }, (_, index) => [
              `/p${index}`,
              { post: { ...operation, operationId: `o${index}` } },
            ]),
          ),
        }),
      },
    });
    await client.createAgentActionGroup(group("eight", 8));

    expect(
      await refusal(client.createAgent({ agentName: "long", instruction: "x".repeat(20_001) })),
    ).toMatchObject(quota);
    expect(await refusal(client.createAgentActionGroup(group("four", 4)))).toMatchObject(quota);
    await client.createAgentActionGroup(group("three", 3));
    for (let index = 1; index < 10; index += 1) {
      await client.createAgentAlias({
        agentId: specialist.agentId,
        agentAliasName: `alias-${index}`,
        routingConfiguration: [{ agentVersion: "1" }],
      });
      await client.associateAgentCollaborator({
        agentId,
        ...inDraft,
        collaborationInstruction: "Ask it.",
        collaboratorName: `one-${index}`,
        agentDescriptor: { aliasArn: specialist.aliasArn },
      });
    }

    const eleventhAlias = client.createAgentAlias({ agentId: specialist.agentId, agentAliasName: "more" });
    expect(await refusal(eleventhAlias)).toMatchObject(quota);
    const eleventhCollaborator = client.associateAgentCollaborator({
      agentId,
      ...inDraft,
      ...collaborator,
      agentDescriptor: { aliasArn: specialist.aliasArn },
    });
    expect(await refusal(eleventhCollaborator)).toMatchObject(quota);
  });

  it("is an exception of the SDK that is not retried", async () => {
    world = await startControlPlane();

    const call = world.client.createAgent({ agentName: "long", instruction: "x".repeat(20_001) });

    await expect(call).rejects.toBeInstanceOf(BedrockAgentServiceException);
    await expect(call).rejects.toMatchObject({ $metadata: { attempts: 1 } });
  });
});
