import { describe, expect, it } from "vitest";
import { frozenAgent } from "#local/bedrock/control-plane/frozen-agents.ts";
import { drivenPlane } from "./driven-plane.ts";

const agentId = "ID00000001";
const schema = {
  openapi: "3.0.0",
  info: { title: "Notes", version: "1" },
  paths: {
    "/note": {
      post: {
        operationId: "add_note",
        description: "Adds a note.",
        responses: {
          "200": {
            description: "Done.",
            content: { "application/json": { schema: { type: "object", properties: {} } } },
          },
        },
      },
    },
  },
};
const lambda = "arn:aws:lambda:us-east-1:000000000000:function:notes:live";

/** What the test alias runs, of an agent with these fields and these action groups. */
function frozen(fields: object, groups: object[]) {
  const plane = drivenPlane();
  plane.run("CreateAgent", {
    agentName: "notes",
    foundationModel: "model",
    agentResourceRoleArn: "arn:aws:iam::000000000000:role/agents",
    instruction: "You keep the notes of the customers' projects, and do nothing besides.",
    ...fields,
  });
  for (const group of groups) {
    plane.run("CreateAgentActionGroup", { agentId, agentVersion: "DRAFT", ...group });
  }
  plane.run("PrepareAgent", { agentId });
  plane.advance(0);
  return frozenAgent(plane.state, agentId, "TSTALIASID");
}

describe("an agent as its alias freezes it", () => {
  it("has the groups that are enabled and can be run, with their Lambda or without", () => {
    const apiSchema = { payload: JSON.stringify(schema) };

    const agent = frozen({}, [
      { actionGroupName: "by-lambda", apiSchema, actionGroupExecutor: { lambda } },
      {
        actionGroupName: "by-caller",
        apiSchema: { payload: JSON.stringify({ ...schema }) },
        actionGroupExecutor: { customControl: "RETURN_CONTROL" },
      },
      { actionGroupName: "off", apiSchema, actionGroupExecutor: { lambda }, actionGroupState: "DISABLED" },
      { actionGroupName: "by-function", functionSchema: { functions: [{ name: "f" }] } },
    ]);

    expect(agent?.actionGroups).toEqual([
      { name: "by-lambda", schema, lambdaArn: lambda },
      { name: "by-caller", schema, lambdaArn: undefined },
    ]);
  });

  it("has its guardrail, its idle time and the prompts that it overrides", () => {
    const prompt = { promptType: "PRE_PROCESSING", basePromptTemplate: "Look.", promptState: "ENABLED" };

    const agent = frozen(
      {
        idleSessionTTLInSeconds: 1800,
        guardrailConfiguration: { guardrailIdentifier: "gr1", guardrailVersion: "2" },
        promptOverrideConfiguration: {
          promptConfigurations: [
            { ...prompt, promptCreationMode: "OVERRIDDEN" },
            { ...prompt, promptType: "POST_PROCESSING", promptCreationMode: "DEFAULT" },
          ],
        },
      },
      [],
    );

    expect(agent).toMatchObject({
      version: "DRAFT",
      idleSessionTtlSeconds: 1800,
      guardrail: { id: "gr1", version: "2" },
      processing: ["PRE_PROCESSING"],
    });
  });

  it("is nothing before it is prepared, and for names that every object has", () => {
    const plane = drivenPlane();
    plane.run("CreateAgent", { agentName: "notes" });

    expect(frozenAgent(plane.state, agentId, "TSTALIASID")).toBeUndefined();
    expect(frozenAgent(plane.state, "__proto__", "TSTALIASID")).toBeUndefined();
    expect(frozenAgent(plane.state, agentId, "constructor")).toBeUndefined();
  });
});
