import {
  AssociateAgentCollaboratorCommand,
  BedrockAgentClient,
  type BedrockAgentClientConfig,
  CreateAgentActionGroupCommand,
  CreateAgentAliasCommand,
  CreateAgentCommand,
  DeleteAgentActionGroupCommand,
  DeleteAgentAliasCommand,
  DeleteAgentCommand,
  DeleteAgentVersionCommand,
  DisassociateAgentCollaboratorCommand,
  GetAgentActionGroupCommand,
  GetAgentAliasCommand,
  GetAgentCommand,
  GetAgentVersionCommand,
  ListTagsForResourceCommand,
  PrepareAgentCommand,
  paginateListAgentActionGroups,
  paginateListAgentAliases,
  paginateListAgentCollaborators,
  paginateListAgents,
  paginateListAgentVersions,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAgentActionGroupCommand,
  UpdateAgentAliasCommand,
  UpdateAgentCollaboratorCommand,
  UpdateAgentCommand,
} from "@aws-sdk/client-bedrock-agent";
import {
  fromActionGroup,
  fromAgent,
  fromAlias,
  fromCollaborator,
  fromVersion,
  toActionGroupFields,
  toAgentFields,
  toAliasFields,
  toCollaboratorFields,
} from "./bedrock-shapes.ts";
import type { ControlPlane } from "./control-plane.ts";

/** Born with every agent, routes to DRAFT, cannot be changed. */
const testAliasId = "TSTALIASID";
const draft = { agentVersion: "DRAFT" };
const page = { maxResults: 100 };

export interface BedrockControlPlaneOptions {
  /** Endpoint, region and credentials follow the SDK's own variables unless given. */
  config?: BedrockAgentClientConfig;
  /**
   * Before each API call, pages included: `GetAgent`, `ListAgentActionGroups`, … and whether it changes anything. What it
   * throws ends the call unsent.
   */
  beforeCall?: (operation: string, isWrite: boolean) => Promise<void> | void;
}

/** The control plane of Amazon Bedrock Agents, or of whatever stands at its endpoint, through the AWS SDK. */
export function createBedrockControlPlane(options: BedrockControlPlaneOptions = {}): ControlPlane {
  const client = createClient(options);
  const readAll = { client };

  return {
    async listAgents() {
      const pages = paginateListAgents(readAll, page);
      return (await entriesOf(pages, ({ agentSummaries }) => agentSummaries)).map((summary) => ({
        agentId: summary.agentId ?? "",
        name: summary.agentName ?? "",
        status: summary.agentStatus ?? "FAILED",
      }));
    },
    async getAgent(agentId) {
      const found = await unlessAbsent(client.send(new GetAgentCommand({ agentId })));
      return found?.agent && fromAgent(found.agent);
    },
    async createAgent(spec, clientToken) {
      const fields = toAgentFields(spec);
      const { agent } = await client.send(
        new CreateAgentCommand({ ...fields, tags: { ...spec.tags }, clientToken }),
      );
      return { agentId: agent?.agentId ?? "" };
    },
    async updateAgent(agentId, spec) {
      await client.send(new UpdateAgentCommand({ agentId, ...toAgentFields(spec) }));
    },
    async prepareAgent(agentId) {
      await client.send(new PrepareAgentCommand({ agentId }));
    },
    async deleteAgent(agentId, force) {
      await client.send(new DeleteAgentCommand({ agentId, skipResourceInUseCheck: force }));
    },

    async listActionGroups(agentId, agentVersion) {
      const pages = paginateListAgentActionGroups(readAll, { agentId, agentVersion, ...page });
      const summaries = await entriesOf(pages, ({ actionGroupSummaries }) => actionGroupSummaries);
      return each(summaries, async ({ actionGroupId }) => {
        const command = new GetAgentActionGroupCommand({ agentId, agentVersion, actionGroupId });
        const found = await unlessAbsent(client.send(command));
        return found?.agentActionGroup && fromActionGroup(found.agentActionGroup);
      });
    },
    async createActionGroup(agentId, spec, clientToken) {
      const fields = toActionGroupFields(spec);
      await client.send(new CreateAgentActionGroupCommand({ agentId, ...draft, ...fields, clientToken }));
    },
    async updateActionGroup(agentId, actionGroupId, spec) {
      const fields = toActionGroupFields(spec);
      await client.send(new UpdateAgentActionGroupCommand({ agentId, ...draft, actionGroupId, ...fields }));
    },
    async deleteActionGroup(agentId, actionGroupId) {
      const input = { agentId, ...draft, actionGroupId, skipResourceInUseCheck: true };
      await client.send(new DeleteAgentActionGroupCommand(input));
    },

    async listCollaborators(agentId, agentVersion) {
      const pages = paginateListAgentCollaborators(readAll, { agentId, agentVersion, ...page });
      const summaries = await entriesOf(
        pages,
        ({ agentCollaboratorSummaries }) => agentCollaboratorSummaries,
      );
      return summaries.map(fromCollaborator);
    },
    async associateCollaborator(agentId, spec, clientToken) {
      const fields = toCollaboratorFields(spec);
      await client.send(new AssociateAgentCollaboratorCommand({ agentId, ...draft, ...fields, clientToken }));
    },
    async updateCollaborator(agentId, collaboratorId, spec) {
      const fields = toCollaboratorFields(spec);
      await client.send(new UpdateAgentCollaboratorCommand({ agentId, ...draft, collaboratorId, ...fields }));
    },
    async disassociateCollaborator(agentId, collaboratorId) {
      await client.send(new DisassociateAgentCollaboratorCommand({ agentId, ...draft, collaboratorId }));
    },

    async listAliases(agentId) {
      const pages = paginateListAgentAliases(readAll, { agentId, ...page });
      const summaries = await entriesOf(pages, ({ agentAliasSummaries }) => agentAliasSummaries);
      const own = summaries.filter(({ agentAliasId }) => agentAliasId !== testAliasId);
      // The summary has no ARN.
      return each(own, ({ agentAliasId }) => getAlias(agentId, agentAliasId));
    },
    getAlias,
    async createAlias(agentId, spec, clientToken) {
      const { agentAlias } = await client.send(
        new CreateAgentAliasCommand({
          agentId,
          ...toAliasFields(spec),
          ...(spec.tags && { tags: { ...spec.tags } }),
          clientToken,
        }),
      );
      return { aliasId: agentAlias?.agentAliasId ?? "" };
    },
    async updateAlias(agentId, agentAliasId, spec) {
      await client.send(
        new UpdateAgentAliasCommand({
          agentId,
          agentAliasId,
          ...toAliasFields(spec),
          ...(spec.invocations && { aliasInvocationState: spec.invocations }),
        }),
      );
    },
    async deleteAlias(agentId, agentAliasId) {
      await client.send(new DeleteAgentAliasCommand({ agentId, agentAliasId }));
    },

    async listVersions(agentId) {
      const pages = paginateListAgentVersions(readAll, { agentId, ...page });
      const summaries = await entriesOf(pages, ({ agentVersionSummaries }) => agentVersionSummaries);
      return summaries
        .filter(({ agentVersion }) => /^\d+$/.test(agentVersion ?? ""))
        .map(({ agentVersion, createdAt }) => ({
          version: agentVersion ?? "",
          createdAt: createdAt?.toISOString() ?? "",
        }))
        .sort((one, other) => Number(other.version) - Number(one.version));
    },
    async getVersion(agentId, agentVersion) {
      const found = await unlessAbsent(client.send(new GetAgentVersionCommand({ agentId, agentVersion })));
      return found?.agentVersion && fromVersion(found.agentVersion);
    },
    async deleteVersion(agentId, agentVersion) {
      await client.send(new DeleteAgentVersionCommand({ agentId, agentVersion }));
    },

    async listTags(resourceArn) {
      const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn }));
      return tags ?? {};
    },
    async tag(resourceArn, tags) {
      await client.send(new TagResourceCommand({ resourceArn, tags: { ...tags } }));
    },
    async untag(resourceArn, keys) {
      await client.send(new UntagResourceCommand({ resourceArn, tagKeys: [...keys] }));
    },
  };

  async function getAlias(agentId: string, agentAliasId: string | undefined) {
    const found = await unlessAbsent(client.send(new GetAgentAliasCommand({ agentId, agentAliasId })));
    return found?.agentAlias && fromAlias(found.agentAlias);
  }
}

function createClient({ config = {}, beforeCall }: BedrockControlPlaneOptions): BedrockAgentClient {
  const client = new BedrockAgentClient(config);
  if (beforeCall) {
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const operation = (context.commandName ?? "").replace(/Command$/, "");
        await beforeCall(operation, !/^(Get|List)/.test(operation));
        return next(args);
      },
      { step: "initialize", name: "beforeCall" },
    );
  }
  return client;
}

async function entriesOf<Page, Entry>(
  pages: AsyncIterable<Page>,
  pick: (page: Page) => Entry[] | undefined,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const found of pages) entries.push(...(pick(found) ?? []));
  return entries;
}

/** All at once; those that vanished between the list and the look are left out. */
async function each<From, To>(from: From[], look: (one: From) => Promise<To | undefined>): Promise<To[]> {
  return (await Promise.all(from.map(look))).filter((found) => found !== undefined);
}

async function unlessAbsent<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}
