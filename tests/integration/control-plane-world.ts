import { readFileSync } from "node:fs";
import { BedrockAgent, type BedrockAgentClientConfig } from "@aws-sdk/client-bedrock-agent";
import { NodeHttp2Handler, NodeHttpHandler } from "@smithy/node-http-handler";
import { type ControlPlaneOptions, createControlPlane } from "#local/bedrock/control-plane/control-plane.ts";
import type { LambdaEvent } from "#local/bedrock/lambda-event.ts";
import { startLocalBedrock } from "#local/bedrock/server.ts";
import { createLocalFunctions } from "#local/lambda/functions.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { playingModel, type Step, type TestHandler } from "./local-bedrock-world.ts";

const credentials = { accessKeyId: "local", secretAccessKey: "local" };
export const roleArn = "arn:aws:iam::000000000000:role/agents";
export const lambdaArn = "arn:aws:lambda:us-east-1:000000000000:function:notes-actions-dev:live";
export const notesSchema = readFileSync(
  new URL("../../schemas/notes-actions.openapi.json", import.meta.url),
  "utf8",
);

/** What an agent must have to be prepared. */
export const agentFields = {
  foundationModel: "anthropic.claude-3-5-sonnet-20241022-v2:0",
  agentResourceRoleArn: roleArn,
  instruction: "You keep the notes of the customers' projects, and do nothing besides.",
};

export type HttpVersion = "HTTP/1.1" | "h2c";

/** The unmodified SDK client; one attempt a call unless said. */
export function controlClient(
  endpoint: string,
  version: HttpVersion = "HTTP/1.1",
  config: BedrockAgentClientConfig = {},
): BedrockAgent {
  return new BedrockAgent({
    endpoint,
    region: "us-east-1",
    credentials,
    maxAttempts: 1,
    requestHandler: version === "h2c" ? new NodeHttp2Handler() : new NodeHttpHandler(),
    ...config,
  });
}

/** A local Bedrock with a control plane on a free port, under a clock that stands until it is moved. */
export async function startControlPlane(
  options: Partial<ControlPlaneOptions> = {},
  version?: HttpVersion,
  { plays = {}, handler }: { plays?: Record<string, Step[]>; handler?: TestHandler } = {},
) {
  const clock = settableClock();
  const controlPlane = createControlPlane({
    clock,
    advanceClock: (ms) => clock.advance(ms / 1000),
    ...options,
  });
  const functions = handler && {
    [lambdaArn]: { handler: (event: unknown) => handler(event as LambdaEvent) },
  };
  const bedrock = await startLocalBedrock({
    port: 0,
    controlPlane,
    model: playingModel(plays),
    functions: createLocalFunctions(functions ?? {}),
    clock,
  });
  const client = controlClient(bedrock.url, version);

  /** A prepared agent, without parts unless given. */
  async function prepared(agentName: string, fields: object = {}): Promise<string> {
    const { agent } = await client.createAgent({ agentName, ...agentFields, ...fields });
    const agentId = agent?.agentId ?? "";
    await client.prepareAgent({ agentId });
    return agentId;
  }
  /** An agent with an alias that points at version 1. */
  async function published(agentName: string) {
    const agentId = await prepared(agentName);
    const { agentAlias } = await client.createAgentAlias({ agentId, agentAliasName: "live" });
    await client.getAgent({ agentId });
    return {
      agentId,
      agentAliasId: agentAlias?.agentAliasId ?? "",
      aliasArn: agentAlias?.agentAliasArn ?? "",
    };
  }
  /** A supervisor with one collaborator, in its draft. */
  async function supervised() {
    const specialist = await published("specialist");
    const { agent } = await client.createAgent({
      agentName: "supervisor",
      ...agentFields,
      agentCollaboration: "SUPERVISOR",
    });
    const agentId = agent?.agentId ?? "";
    const { agentCollaborator } = await client.associateAgentCollaborator({
      agentId,
      agentVersion: "DRAFT",
      collaboratorName: "specialist",
      collaborationInstruction: "Ask it.",
      agentDescriptor: { aliasArn: specialist.aliasArn },
    });
    return { specialist, agentId, collaboratorId: agentCollaborator?.collaboratorId ?? "" };
  }
  const admin = (method: string, path: string, body?: object) =>
    fetch(`${bedrock.url}/_bedrock/${path}`, { method, ...(body && { body: JSON.stringify(body) }) });

  return {
    clock,
    controlPlane,
    bedrock,
    client,
    prepared,
    published,
    supervised,
    admin,
    close: () => {
      client.destroy();
      return bedrock.close();
    },
  };
}

/** What a refused call was refused with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ name: string; message: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error("The call was not refused.");
}
