import { BedrockAgentServiceException } from "@aws-sdk/client-bedrock-agent";
import { afterEach, describe, expect, it } from "vitest";
import { lambdaArn, notesSchema, refusal, startControlPlane } from "./control-plane-world.ts";

type World = Awaited<ReturnType<typeof startControlPlane>>;
let world: World;
afterEach(() => world.close());
const inDraft = { agentVersion: "DRAFT" };
const absent = "AAAAAAAAAA";
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
