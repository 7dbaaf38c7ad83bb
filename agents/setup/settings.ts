import * as z from "zod";
import { type AgentInput, agentInputs, localAccount, outputsFile, type Stage } from "#infra/stages.ts";
import { flag, readConfig } from "#layer/config.ts";
import { type ActionGroupName, actionGroupNames } from "#layer/domain/action-names.ts";
import { ConfigError } from "#layer/errors.ts";
import type { CdkOutputs } from "./cdk-outputs.ts";

/** All that the definitions do not say: where, on what, in whose name. */
export interface AgentSettings extends Stage {
  /** The supervisor's role may also invoke the specialists' aliases. */
  roleArns: { supervisor: string; specialist: string };
  /** Lambda alias ARNs. */
  actionGroupArns: Readonly<Record<ActionGroupName, string>>;
  /** Absent: what stands on the live agents is kept. `none`: taken away. */
  guardrail?: { id: string; version: string } | "none";
}

const overrides = z.object({
  AGENT_FOUNDATION_MODEL: z.string().max(2048).optional(),
  AGENT_COLLABORATION: z.enum(["SUPERVISOR", "SUPERVISOR_ROUTER"]).optional(),
  AGENT_BEDROCK_CONFIRMATION: flag.optional(),
  AGENT_IDLE_SESSION_TTL: z
    .string()
    .regex(/^\d{2,4}$/, "must be whole seconds")
    .transform(Number)
    .optional(),
});

/**
 * The settings of one environment: the stage, over it the variables `AGENT_*`; what the infrastructure makes from its
 * variable, else, on a loopback endpoint, by the names that the local system uses, else from the outputs file.
 * @throws ConfigError that names every input that is missing, with its variable and its output, or a malformed variable
 */
export function readSettings(source: {
  stage: Stage;
  env: Readonly<Record<string, string | undefined>>;
  outputs: CdkOutputs;
  isLocal: boolean;
}): AgentSettings {
  const { stage, env } = source;
  const own = readConfig(overrides, env);
  const local = source.isLocal ? localInputs(stage) : {};
  const find = (input: AgentInput): string | undefined => {
    const { variable, output } = agentInputs[input];
    return env[variable] || local[input] || source.outputs[output];
  };
  const missing: AgentInput[] = [];
  const need = (input: AgentInput): string => {
    const found = find(input);
    if (!found) missing.push(input);
    return found ?? "";
  };
  const guardrail = readGuardrail(find);
  const settings: AgentSettings = {
    ...stage,
    foundationModel: own.AGENT_FOUNDATION_MODEL ?? stage.foundationModel,
    collaboration: own.AGENT_COLLABORATION ?? stage.collaboration,
    bedrockConfirmation: own.AGENT_BEDROCK_CONFIRMATION ?? stage.bedrockConfirmation,
    idleSessionTtlSeconds: own.AGENT_IDLE_SESSION_TTL ?? stage.idleSessionTtlSeconds,
    roleArns: { supervisor: need("supervisorRole"), specialist: need("specialistRole") },
    actionGroupArns: Object.fromEntries(actionGroupNames.map((name) => [name, need(name)])) as Record<
      ActionGroupName,
      string
    >,
    ...(guardrail && { guardrail }),
  };
  if (missing.length > 0) throw missingError(stage, missing);
  return settings;
}

function readGuardrail(find: (input: AgentInput) => string | undefined): AgentSettings["guardrail"] {
  const id = find("guardrailId");
  if (!id) return undefined;
  if (id === "none") return "none";
  const version = find("guardrailVersion");
  if (version) return { id, version };
  const { variable, output } = agentInputs.guardrailVersion;
  throw new ConfigError(
    `A guardrail without its version: set ${variable}, or let the infrastructure put out ${output}.`,
  );
}

function localInputs({ environment, region }: Stage): Partial<Record<AgentInput, string>> {
  const role = (name: string) => `arn:aws:iam::${localAccount}:role/pf360-${name}-agent-${environment}`;
  const functionAlias = (name: ActionGroupName) =>
    `arn:aws:lambda:${region}:${localAccount}:function:${name}-${environment}:live`;
  return {
    supervisorRole: role("supervisor"),
    specialistRole: role("specialist"),
    ...Object.fromEntries(actionGroupNames.map((name) => [name, functionAlias(name)])),
  };
}

function missingError({ environment }: Stage, missing: readonly AgentInput[]): ConfigError {
  const lines = missing.map((input) => {
    const { variable, output } = agentInputs[input];
    return `  ${variable}, or the output ${output}`;
  });
  return new ConfigError(
    [
      `The agents of ${environment} need what the infrastructure makes; it is in no variable and not in ${outputsFile(environment)}:`,
      ...lines,
    ].join("\n"),
  );
}
