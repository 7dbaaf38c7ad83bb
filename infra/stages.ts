import type { EnvironmentName } from "#layer/config.ts";

/** What differs between environments; the infrastructure and `setup-agents` read the same record. */
export interface Stage {
  environment: EnvironmentName;
  region: string;
  /** The model behind the agents: a model id or an inference profile. */
  foundationModel: string;
  /** Seconds; no shorter than a session's idle life. */
  idleSessionTtlSeconds: number;
  /** How the supervisor works: it plans (`SUPERVISOR`), or hands a clear case straight on (`SUPERVISOR_ROUTER`). */
  collaboration: "SUPERVISOR" | "SUPERVISOR_ROUTER";
  /** Whether Bedrock itself asks before a booking or a cancelling; our own guard asks in any case. */
  bedrockConfirmation: boolean;
  /** Asks before it changes anything. */
  isProduction: boolean;
}

const everywhere = {
  region: "us-east-1",
  foundationModel: "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
  idleSessionTtlSeconds: 1800,
  collaboration: "SUPERVISOR",
  bedrockConfirmation: false,
  isProduction: false,
} as const;

export const stages: Readonly<Record<EnvironmentName, Stage>> = {
  dev: { ...everywhere, environment: "dev" },
  qa: { ...everywhere, environment: "qa" },
  staging: { ...everywhere, environment: "staging" },
  prod: { ...everywhere, environment: "prod", isProduction: true },
};

/** What the infrastructure makes and `setup-agents` needs: names of its stack outputs, and of the variables that stand over them. */
export const agentInputs = {
  supervisorRole: { output: "SupervisorRoleArn", variable: "SUPERVISOR_ROLE_ARN" },
  specialistRole: { output: "SpecialistRoleArn", variable: "SPECIALIST_ROLE_ARN" },
  "scheduling-actions": { output: "SchedulingActionsAliasArn", variable: "SCHEDULING_ACTIONS_ALIAS_ARN" },
  "information-actions": { output: "InformationActionsAliasArn", variable: "INFORMATION_ACTIONS_ALIAS_ARN" },
  "notes-actions": { output: "NotesActionsAliasArn", variable: "NOTES_ACTIONS_ALIAS_ARN" },
  guardrailId: { output: "GuardrailId", variable: "AGENT_GUARDRAIL_ID" },
  guardrailVersion: { output: "GuardrailVersion", variable: "AGENT_GUARDRAIL_VERSION" },
} as const;
export type AgentInput = keyof typeof agentInputs;

/** Where the infrastructure writes its outputs (`cdk deploy --outputs-file`), from the top of the repository. */
export function outputsFile(environment: EnvironmentName): string {
  return `infra/outputs-${environment}.json`;
}

/** What stands for the infrastructure on one machine. */
export const localAccount = "000000000000";
