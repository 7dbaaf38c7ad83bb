import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { agentFields, lambdaArn, notesSchema, roleArn, startControlPlane } from "./control-plane-world.ts";

/**
 * Where Terraform finds the AWS provider without a network, as `terraform init -plugin-dir` takes it. The provider waits on
 * states and reads back what it wrote, more strictly than the JS client: an oracle for the control plane.
 */
const pluginDir = process.env.TERRAFORM_PLUGIN_DIR;
const run = promisify(execFile);
if (!pluginDir) {
  process.stderr.write(
    "NOT TESTED: no TERRAFORM_PLUGIN_DIR, so the control plane is not held against Terraform.\n",
  );
}

/** A reference, as Terraform's JSON has it. */
const attribute = (path: string) => ["$", "{", path, "}"].join("");

const resources = (endpoint: string, instruction: string) => {
  const agent = (agent_name: string, more: object) => ({
    agent_name,
    agent_resource_role_arn: roleArn,
    foundation_model: agentFields.foundationModel,
    instruction,
    ...more,
  });
  return JSON.stringify({
    terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
    provider: {
      aws: {
        region: "us-east-1",
        access_key: "local",
        secret_key: "local",
        skip_credentials_validation: true,
        skip_metadata_api_check: true,
        skip_requesting_account_id: true,
        endpoints: [{ bedrockagent: endpoint }],
      },
    },
    resource: {
      aws_bedrockagent_agent: {
        notes: agent("notes", { prepare_agent: true, tags: { env: "dev" } }),
        supervisor: agent("supervisor", { agent_collaboration: "SUPERVISOR", prepare_agent: false }),
      },
      aws_bedrockagent_agent_action_group: {
        notes: {
          action_group_name: "notes-actions",
          agent_id: attribute("aws_bedrockagent_agent.notes.agent_id"),
          agent_version: "DRAFT",
          skip_resource_in_use_check: true,
          action_group_executor: { lambda: lambdaArn },
          api_schema: { payload: notesSchema },
        },
      },
      aws_bedrockagent_agent_alias: {
        notes: {
          agent_alias_name: "live",
          agent_id: attribute("aws_bedrockagent_agent.notes.agent_id"),
          depends_on: ["aws_bedrockagent_agent_action_group.notes"],
        },
        supervisor: {
          agent_alias_name: "live",
          agent_id: attribute("aws_bedrockagent_agent.supervisor.agent_id"),
          depends_on: ["aws_bedrockagent_agent_collaborator.notes"],
        },
      },
      aws_bedrockagent_agent_collaborator: {
        notes: {
          agent_id: attribute("aws_bedrockagent_agent.supervisor.agent_id"),
          collaborator_name: "notes",
          collaboration_instruction: "Ask it for notes.",
          relay_conversation_history: "TO_COLLABORATOR",
          agent_descriptor: { alias_arn: attribute("aws_bedrockagent_agent_alias.notes.agent_alias_arn") },
        },
      },
    },
  });
};

describe.runIf(pluginDir)("Terraform's AWS provider", () => {
  it("makes the agents, finds nothing to change, changes one and destroys all", {
    timeout: 180_000,
  }, async () => {
    const world = await startControlPlane();
    const folder = mkdtempSync(join(tmpdir(), "terraform-"));
    const terraform = (...args: string[]) => run("terraform", [...args, "-no-color"], { cwd: folder });
    const write = (instruction: string) =>
      writeFileSync(join(folder, "main.tf.json"), resources(world.bedrock.url, instruction));
    try {
      write(agentFields.instruction);
      await terraform("init", `-plugin-dir=${pluginDir}`);
      await terraform("apply", "-auto-approve");
      const again = await terraform("plan", "-detailed-exitcode");
      const made = Object.values(world.controlPlane.snapshot().agents);
      write("You keep notes, and you say politely that you do nothing besides.");
      await terraform("apply", "-auto-approve");
      const changed = await terraform("plan", "-detailed-exitcode");
      await terraform("destroy", "-auto-approve");

      expect(again.stdout).toContain("No changes.");
      expect(changed.stdout).toContain("No changes.");
      expect(made.map(({ draft }) => draft.config.agentName).toSorted()).toEqual(["notes", "supervisor"]);
      expect(world.controlPlane.snapshot().agents).toEqual({});
    } finally {
      rmSync(folder, { recursive: true });
      await world.close();
    }
  });
});
