import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCdkOutputs } from "#agents/setup/cdk-outputs.ts";
import { readSettings } from "#agents/setup/settings.ts";
import { agentInputs, stages } from "#infra/stages.ts";

const required = Object.entries(agentInputs).filter(([input]) => !input.startsWith("guardrail"));
const outputs = Object.fromEntries(
  required.map(([input, { output }]) => [output, `from the file: ${input}`]),
);
const read = (changes: Partial<Parameters<typeof readSettings>[0]>) =>
  readSettings({ stage: stages.qa, env: {}, outputs: {}, isLocal: false, ...changes });

describe("the settings", () => {
  it("come from the stage and the outputs", () => {
    expect(read({ outputs })).toEqual({
      ...stages.qa,
      roleArns: { supervisor: "from the file: supervisorRole", specialist: "from the file: specialistRole" },
      actionGroupArns: {
        "scheduling-actions": "from the file: scheduling-actions",
        "information-actions": "from the file: information-actions",
        "notes-actions": "from the file: notes-actions",
      },
    });
  });

  it("give way to variables", () => {
    const settings = read({
      outputs,
      env: {
        AGENT_FOUNDATION_MODEL: "another.model-v1:0",
        AGENT_COLLABORATION: "SUPERVISOR_ROUTER",
        AGENT_BEDROCK_CONFIRMATION: "1",
        AGENT_IDLE_SESSION_TTL: "3600",
        SPECIALIST_ROLE_ARN: "from a variable",
        AGENT_GUARDRAIL_ID: "GUARDRAIL1",
        AGENT_GUARDRAIL_VERSION: "2",
      },
    });
    expect(settings).toMatchObject({
      foundationModel: "another.model-v1:0",
      collaboration: "SUPERVISOR_ROUTER",
      bedrockConfirmation: true,
      idleSessionTtlSeconds: 3600,
      roleArns: { supervisor: "from the file: supervisorRole", specialist: "from a variable" },
      guardrail: { id: "GUARDRAIL1", version: "2" },
    });
  });

  it("are known on one machine, whatever an outputs file of the same environment says", () => {
    const { roleArns, actionGroupArns } = read({ stage: stages.dev, outputs, isLocal: true });
    expect(roleArns.supervisor).toBe("arn:aws:iam::000000000000:role/pf360-supervisor-agent-dev");
    expect(actionGroupArns["notes-actions"]).toBe(
      "arn:aws:lambda:us-east-1:000000000000:function:notes-actions-dev:live",
    );
  });

  it("name everything that is missing, by variable and output", () => {
    const names = required.flatMap(([, { output, variable }]) => [output, variable]);
    expect.assertions(names.length);
    try {
      read({});
    } catch (error) {
      for (const name of names) expect(String(error)).toContain(name);
    }
  });

  it.each([
    ["AGENT_COLLABORATION", "ROUTER"],
    ["AGENT_BEDROCK_CONFIRMATION", "yes"],
    ["AGENT_IDLE_SESSION_TTL", "half an hour"],
  ])("refuse a malformed %s", (variable, value) => {
    expect(() => read({ outputs, env: { [variable]: value } })).toThrow(variable);
  });

  it("refuse a guardrail without its version, and take none for none", () => {
    const env = { AGENT_GUARDRAIL_ID: "GUARDRAIL1" };
    expect(() => read({ outputs, env })).toThrow("AGENT_GUARDRAIL_VERSION");
    expect(read({ outputs, env: { AGENT_GUARDRAIL_ID: "none" } }).guardrail).toBe("none");
  });
});

describe("the outputs file", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "outputs-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function readText(text: string) {
    const file = join(folder, "outputs.json");
    await writeFile(file, text);
    return readCdkOutputs(file);
  }

  it("gives the outputs of all its stacks", async () => {
    const text = JSON.stringify({ one: { A: "1" }, two: { B: "2", A: "1", List: ["no text"] } });
    expect(await readText(text)).toEqual({ A: "1", B: "2" });
  });

  it("is empty when it is not there", async () => {
    expect(await readCdkOutputs(join(folder, "absent.json"))).toEqual({});
  });

  it.each(["{", "[]", '{"stack": "text"}', '{"one": {"A": "1"}, "two": {"A": "2"}}'])(
    "is refused as %s",
    async (text) => {
      await expect(readText(text)).rejects.toMatchObject({ code: "config" });
    },
  );
});
