import { ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { environmentName } from "#layer/config.ts";
import { AppError } from "#layer/errors.ts";
import { isWritten } from "#layer/tables/conditional-write.ts";
import { tables } from "#layer/tables/tables.ts";
import { missingReleasesTable } from "./dynamodb-missing-table.ts";
import type { Release, ReleaseStore } from "./release-store.ts";

interface Options {
  documents: DynamoDBDocumentClient;
  tableName: string;
  environment: Release["environment"];
}

const [byTime] = tables.agentReleases.indexes;

function explainMissingTable(error: unknown): never {
  throw error instanceof ResourceNotFoundException ? missingReleasesTable(error) : error;
}

/** Releases in `agent-releases-{env}`. The index by time is a moment behind the table. */
export function createDynamodbReleaseStore({ documents, tableName, environment }: Options): ReleaseStore {
  return {
    async list(limit) {
      const query = {
        TableName: tableName,
        IndexName: byTime.name,
        KeyConditionExpression: "environment = :environment",
        ExpressionAttributeValues: { ":environment": environment },
        ScanIndexForward: false,
        Limit: limit,
      };
      const found: Release[] = [];
      // An answer holds a megabyte at most; a list cut short would let `prune` delete what is still needed.
      try {
        for await (const { Items = [] } of paginateQuery({ client: documents }, query)) {
          found.push(...Items.map(readItem));
          if (found.length >= limit) break;
        }
      } catch (error) {
        explainMissingTable(error);
      }
      return found.slice(0, limit);
    },
    async get(releaseId) {
      const { Item } = await documents.send(
        new GetCommand({ TableName: tableName, Key: { release_id: releaseId }, ConsistentRead: true }),
      );
      // The lock lies in the same table, and is of no environment.
      return Item?.environment === environment ? readItem(Item) : undefined;
    },
    async add(release) {
      const isNew = await isWritten(() =>
        documents.send(
          new PutCommand({
            TableName: tableName,
            Item: writeItem(release),
            ConditionExpression: "attribute_not_exists(release_id)",
          }),
        ),
      );
      if (!isNew) {
        throw new AppError("release_exists", `The release ${release.releaseId} is there already.`);
      }
    },
  };
}

const item = z.object({
  release_id: z.string(),
  environment: environmentName,
  at: z.string(),
  action: z.enum(["apply", "rollback", "destroy"]),
  git_commit: z.string().optional(),
  agents: z.array(
    z.object({
      name: z.string(),
      agent_id: z.string(),
      alias_id: z.string(),
      version: z.string(),
      spec_hash: z.string().optional(),
    }),
  ),
  schema_hashes: z.record(z.string(), z.string()),
  previous: z.string().optional(),
  restores: z.string().optional(),
});

function readItem(row: unknown): Release {
  const { release_id, git_commit, agents, schema_hashes, ...rest } = item.parse(row);
  return {
    ...rest,
    releaseId: release_id,
    gitCommit: git_commit,
    agents: agents.map(({ name, agent_id, alias_id, version, spec_hash }) => ({
      name,
      agentId: agent_id,
      aliasId: alias_id,
      version,
      specHash: spec_hash,
    })),
    schemaHashes: schema_hashes,
  };
}

function writeItem(release: Release): z.input<typeof item> {
  const { releaseId, gitCommit, agents, schemaHashes, ...rest } = release;
  return {
    ...rest,
    release_id: releaseId,
    git_commit: gitCommit,
    agents: agents.map(({ name, agentId, aliasId, version, specHash }) => ({
      name,
      agent_id: agentId,
      alias_id: aliasId,
      version,
      spec_hash: specHash,
    })),
    schema_hashes: schemaHashes,
  };
}
