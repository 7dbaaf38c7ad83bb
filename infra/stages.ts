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
