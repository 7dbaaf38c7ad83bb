import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createBedrockControlPlane } from "#agents/setup/bedrock-control-plane.ts";
import {
  toActionGroupFields,
  toAgentFields,
  toAliasFields,
  toCollaboratorFields,
} from "#agents/setup/bedrock-shapes.ts";
import { readLiveRelease } from "#agents/setup/live-state.ts";
import { planRelease } from "#agents/setup/plan.ts";
import { aliasName, type DesiredAgent } from "#agents/setup/plan-types.ts";
import { wallClock } from "#layer/clock.ts";
import { createControlPlane } from "#local/bedrock/control-plane/control-plane.ts";
import type { LambdaEvent } from "#local/bedrock/lambda-event.ts";
import { startLocalBedrock } from "#local/bedrock/server.ts";
import { createLocalFunctions } from "#local/lambda/functions.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { fiveAgents } from "#tests/builders/five-agents.ts";

const script = fileURLToPath(new URL("boto3-agents.py", import.meta.url));
const hasBoto3 = spawnSync("python3", ["-c", "import boto3"], { stdio: "ignore" }).status === 0;
if (!hasBoto3) {
  process.stderr.write(
    "NOT TESTED: no python3 with boto3 here, so the local Bedrock is not held against botocore's parsers.\n",
  );
}

/** What botocore reads in place of the JS client. */
interface Made {
  agents: Record<string, { version: string; action_groups: string[]; collaborators: string[] }>;
  listed: number;
  turns: { kinds: string[]; text: string; error?: string }[];
  refusals: [code: string, status: number][];
}

/** The agent as the service's requests have it. */
function requestsFor(agent: DesiredAgent) {
  return {
    agent: { ...toAgentFields({ ...agent.spec, name: agent.name }), tags: agent.spec.tags },
    actionGroups: agent.actionGroups.map(toActionGroupFields),
    collaborators: agent.collaborators.map(({ agentName, ...collaborator }) => {
      const { agentDescriptor: _none, ...fields } = toCollaboratorFields({ ...collaborator, aliasArn: "" });
      return { ...fields, calls: agentName };
    }),
    alias: {
      ...toAliasFields({ name: aliasName, description: agent.aliasDescription }),
      tags: agent.aliasTags,
    },
  };
}

/** A function that knows no project, and breaks down when it is asked for the hours. */
async function office(event: unknown) {
  const { actionGroup, apiPath, httpMethod } = event as LambdaEvent;
  if (apiPath === "/get_business_hours") throw new Error("no hours");
  const body = JSON.stringify({ outcome: "ok", message: "Done.", result: { projects: [], left_out: 0 } });
  const responseBody = { "application/json": { body } };
  return {
    messageVersion: "1.0",
    response: { actionGroup, apiPath, httpMethod, httpStatusCode: 200, responseBody },
  };
}

async function boto3(task: object): Promise<Made> {
  const child = spawn("python3", [script], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(JSON.stringify(task));
  const [said, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number]>,
  ]);
  if (code !== 0) throw new Error(`boto3-agents.py ended with ${code}: ${complaint}`);
  return JSON.parse(said) as Made;
}

describe.runIf(hasBoto3)("boto3", () => {
  it.each([
    { collaboration: "SUPERVISOR" as const, classifier: [] },
    {
      collaboration: "SUPERVISOR_ROUTER" as const,
      classifier: [
        "routingClassifierTrace.modelInvocationInput",
        "routingClassifierTrace.modelInvocationOutput",
        "routingClassifierTrace.invocationInput",
        "routingClassifierTrace.observation",
      ],
    },
  ])(
    "makes agents in which setup-agents finds nothing to change, and reads traces, answers and errors: $collaboration",
    {
      timeout: 120_000,
    },
    async ({ collaboration, classifier }) => {
      const desired = await fiveAgents({ settings: { collaboration } });
      const arns = desired.agents.flatMap(({ actionGroups }) =>
        actionGroups.map(({ lambdaArn }) => lambdaArn),
      );
      const bedrock = await startLocalBedrock({
        port: 0,
        controlPlane: createControlPlane({ clock: wallClock, latencyMs: 50 }),
        model: createScriptedModel(),
        functions: createLocalFunctions(Object.fromEntries(arns.map((arn) => [arn, { handler: office }]))),
        clock: wallClock,
      });
      try {
        const { agents, listed, turns, refusals } = await boto3({
          endpoint: bedrock.url,
          agents: desired.agents.map(requestsFor),
          supervisor: "pf360-supervisor-dev",
          questions: ["Which projects do I have?", "When are you open?"],
        });
        const live = await readLiveRelease({
          controlPlane: createBedrockControlPlane({ config: { endpoint: bedrock.url, region: "us-east-1" } }),
          environment: "dev",
        });

        expect(listed).toBe(5);
        expect(Object.values(agents).map(({ version }) => version)).toEqual(["1", "1", "1", "1", "1"]);
        expect(agents["pf360-supervisor-dev"]?.collaborators).toEqual([
          "chitchat",
          "information",
          "notes",
          "scheduling",
        ]);
        expect(agents["pf360-scheduling-dev"]?.action_groups).toEqual(["scheduling-actions"]);
        expect(planRelease(desired, live, { only: [] })).toMatchObject({ hasChanges: false });
        const [answered, broken] = turns;
        expect(answered?.error).toBeUndefined();
        expect(answered?.text).not.toBe("");
        expect(new Set(answered?.kinds)).toEqual(
          new Set([
            "orchestrationTrace.modelInvocationInput",
            "orchestrationTrace.modelInvocationOutput",
            "orchestrationTrace.invocationInput",
            "orchestrationTrace.observation",
            "chunk",
            ...classifier,
          ]),
        );
        expect(broken?.error).toBe("dependencyFailedException");
        expect(refusals).toEqual([
          ["ResourceNotFoundException", 404],
          ["ConflictException", 409],
          ["ValidationException", 400],
          ["ResourceNotFoundException", 404],
        ]);
      } finally {
        await bedrock.close();
      }
    },
  );
});
