import type { Agent, AgentActionGroup, PromptConfiguration } from "@aws-sdk/client-bedrock-agent";
import { describe, expect, it } from "vitest";
import { fromActionGroup, fromAgent, fromVersion, toAgentFields } from "#agents/setup/bedrock-shapes.ts";

const found: Agent = {
  agentId: "AGENT00001",
  agentName: "pf360-notes-dev",
  agentArn: "arn:aws:bedrock:us-east-1:000000000000:agent/AGENT00001",
  agentVersion: "DRAFT",
  agentStatus: "PREPARED",
  instruction: "An instruction.",
  foundationModel: "a.model-v1:0",
  description: "Takes down notes.",
  idleSessionTTLInSeconds: 1800,
  agentResourceRoleArn: "arn:aws:iam::000000000000:role/notes",
  agentCollaboration: "DISABLED",
  createdAt: new Date("2026-11-23T15:00:00Z"),
  updatedAt: new Date("2026-11-23T15:00:00Z"),
};

function prompt(promptType: PromptConfiguration["promptType"], mode: "DEFAULT" | "OVERRIDDEN") {
  return { promptType, promptCreationMode: mode, parserMode: "DEFAULT", basePromptTemplate: "…" } as const;
}

describe("an agent as the service tells of it", () => {
  it("keeps nothing but ours when it has no more", () => {
    const { kept, guardrail, ...agent } = fromAgent({ ...found, orchestrationType: "DEFAULT" });
    expect([kept, guardrail]).toEqual([undefined, undefined]);
    expect(agent).toMatchObject({ name: "pf360-notes-dev", idleSessionTtlSeconds: 1800, status: "PREPARED" });
  });

  it("is sent back whole: memory, key, own prompts, guardrail, orchestration", () => {
    const beside: Partial<Agent> = {
      memoryConfiguration: { enabledMemoryTypes: ["SESSION_SUMMARY"], storageDays: 7 },
      customerEncryptionKeyArn: "arn:aws:kms:us-east-1:000000000000:key/one",
      guardrailConfiguration: { guardrailIdentifier: "GUARDRAIL1", guardrailVersion: "2" },
      promptOverrideConfiguration: { promptConfigurations: [prompt("ORCHESTRATION", "OVERRIDDEN")] },
      orchestrationType: "CUSTOM_ORCHESTRATION",
      customOrchestration: { executor: { lambda: "arn:aws:lambda:us-east-1:000000000000:function:own" } },
    };
    expect(toAgentFields({ ...fromAgent({ ...found, ...beside }), tags: {} })).toEqual({
      agentName: found.agentName,
      description: found.description,
      instruction: found.instruction,
      foundationModel: found.foundationModel,
      agentResourceRoleArn: found.agentResourceRoleArn,
      idleSessionTTLInSeconds: 1800,
      agentCollaboration: "DISABLED",
      ...beside,
    });
  });

  it("sends default prompts never back, where they would become overrides", () => {
    const promptConfigurations = [prompt("ORCHESTRATION", "OVERRIDDEN"), prompt("PRE_PROCESSING", "DEFAULT")];
    const { kept } = fromAgent({ ...found, promptOverrideConfiguration: { promptConfigurations } });
    expect(kept).toEqual({
      promptOverrideConfiguration: { promptConfigurations: [promptConfigurations[0]] },
    });
    const untouched = { promptConfigurations: [prompt("PRE_PROCESSING", "DEFAULT")] };
    expect(fromAgent({ ...found, promptOverrideConfiguration: untouched })).not.toHaveProperty("kept");
  });

  it("tells of a version the same fields", () => {
    const { agentId, agentVersion: _draft, ...fields } = found;
    const version = fromVersion({ ...fields, agentId, version: "3" });
    expect(version).toMatchObject({
      version: "3",
      instruction: "An instruction.",
      collaboration: "DISABLED",
    });
  });
});

describe("an action group as the service tells of it", () => {
  const group: AgentActionGroup = {
    agentId: "AGENT00001",
    agentVersion: "DRAFT",
    actionGroupId: "GROUP00001",
    actionGroupName: "notes-actions",
    actionGroupState: "DISABLED",
    createdAt: new Date("2026-11-23T15:00:00Z"),
    updatedAt: new Date("2026-11-23T15:00:00Z"),
  };

  it("has no Lambda and no schema when it is one of the service's own", () => {
    expect(fromActionGroup({ ...group, parentActionSignature: "AMAZON.UserInput" })).toEqual({
      actionGroupId: "GROUP00001",
      name: "notes-actions",
      description: "",
      lambdaArn: "",
      schema: "",
      enabled: false,
    });
  });

  it("tells where a schema is that is not inline", () => {
    const apiSchema = { s3: { s3BucketName: "bucket", s3ObjectKey: "notes.json" } };
    expect(fromActionGroup({ ...group, apiSchema }).schema).toBe("s3://bucket/notes.json");
  });
});
