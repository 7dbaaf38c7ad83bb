import type { PromptConfiguration } from "./members.ts";
import type { AgentConfig } from "./state.ts";

const isOnByDefault = {
  PRE_PROCESSING: false,
  ORCHESTRATION: true,
  POST_PROCESSING: false,
  KNOWLEDGE_BASE_RESPONSE_GENERATION: true,
  MEMORY_SUMMARIZATION: true,
} as const;

/**
 * The prompts as GetAgent tells them: the service's own of each kind, unless the agent overrides it. Clients that send them
 * back (UpdateAgent replaces all) change nothing by that: only those that say OVERRIDDEN count.
 */
export function allPrompts({ promptOverrideConfiguration }: AgentConfig): {
  promptConfigurations: PromptConfiguration[];
  overrideLambda?: string;
} {
  const { promptConfigurations = [], overrideLambda } = promptOverrideConfiguration ?? {};
  const own = promptConfigurations.filter(({ promptCreationMode }) => promptCreationMode === "OVERRIDDEN");
  const standard = (Object.keys(isOnByDefault) as (keyof typeof isOnByDefault)[])
    .filter((promptType) => !own.some((one) => one.promptType === promptType))
    .map((promptType) => ({
      promptType,
      promptCreationMode: "DEFAULT" as const,
      promptState: isOnByDefault[promptType] ? ("ENABLED" as const) : ("DISABLED" as const),
      parserMode: "DEFAULT" as const,
      basePromptTemplate: `The service's own prompt of the kind ${promptType}.`,
      inferenceConfiguration: {
        temperature: 0,
        topP: 1,
        topK: 250,
        maximumLength: 2048,
        stopSequences: ["Human:"],
      },
    }));
  return {
    promptConfigurations: [...own, ...standard],
    ...(overrideLambda !== undefined && { overrideLambda }),
  };
}
