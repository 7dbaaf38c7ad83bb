import * as z from "zod";
import { readConfig, seconds } from "#layer/config.ts";
import { ConfigError } from "#layer/errors.ts";
import type { Model } from "./model.ts";
import { createScriptedModel } from "./scripted/scripted-model.ts";
import { createTraitorModel } from "./traitor/traitor-model.ts";

/** The models that `--model` takes, the default first. */
export const modelNames = ["scripted", "openai-compatible", "bedrock-converse", "traitor"] as const;
export type ModelName = (typeof modelNames)[number];

type Env = Readonly<Record<string, string | undefined>>;

const waiting = { LOCAL_MODEL_TIMEOUT: seconds.default(120) };
const openAiVariables = z.object({
  LOCAL_MODEL_BASE_URL: z.url({ protocol: /^https?$/, error: "must be an http or https address" }),
  LOCAL_MODEL_API_KEY: z.string().regex(/^[\x21-\x7e]+$/, "must be printable ASCII without blanks"),
  LOCAL_MODEL_NAME: z.string(),
  ...waiting,
});
const converseVariables = z.object({
  LOCAL_MODEL_NAME: z.string(),
  AWS_REGION: z.string().optional(),
  AWS_PROFILE: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  ...waiting,
});

/**
 * The model behind the agents, from the environment as the machine has it: an entry asks for it before it sets the
 * emulators' dummy credentials. What only one model needs is loaded with it.
 *
 * @throws ConfigError that names a missing or malformed variable
 */
export async function chooseModel(name: ModelName, env: Env): Promise<Model> {
  switch (name) {
    case "scripted":
      return createScriptedModel();
    case "openai-compatible":
      return openAiCompatible(env);
    case "bedrock-converse":
      return bedrockConverse(env);
    case "traitor":
      return createTraitorModel();
  }
}

async function openAiCompatible(env: Env): Promise<Model> {
  const variables = readConfig(openAiVariables, env);
  const { createOpenAiCompatibleModel } = await import("./openai-compatible/openai-compatible-model.ts");
  return createOpenAiCompatibleModel({
    baseUrl: variables.LOCAL_MODEL_BASE_URL,
    apiKey: variables.LOCAL_MODEL_API_KEY,
    modelName: variables.LOCAL_MODEL_NAME,
    silenceMs: variables.LOCAL_MODEL_TIMEOUT * 1000,
  });
}

async function bedrockConverse(env: Env): Promise<Model> {
  const variables = readConfig(converseVariables, env);
  const { BedrockRuntimeClient } = await import("@aws-sdk/client-bedrock-runtime");
  const { createBedrockConverseModel } = await import("./bedrock-converse/bedrock-converse-model.ts");
  const client = new BedrockRuntimeClient({
    ...(variables.AWS_REGION !== undefined && { region: variables.AWS_REGION }),
    ...realCredentials(variables),
  });
  await client.config.region().catch((cause: unknown) => {
    throw new ConfigError("Cannot start: AWS_REGION is not set, and the AWS profile names no region.", {
      cause,
    });
  });
  return createBedrockConverseModel({
    client,
    modelId: variables.LOCAL_MODEL_NAME,
    silenceMs: variables.LOCAL_MODEL_TIMEOUT * 1000,
  });
}

/**
 * The machine's own credentials, so that the emulators' in the environment do not take their place: those of the
 * variables as a value, else those of a profile, for which the SDK passes over the environment's keys.
 */
function realCredentials(variables: z.infer<typeof converseVariables>) {
  const { AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = variables;
  if (AWS_PROFILE !== undefined || AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined) {
    return { profile: AWS_PROFILE ?? "default" };
  }
  return {
    credentials: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN !== undefined && { sessionToken: AWS_SESSION_TOKEN }),
    },
  };
}
