import * as z from "zod";

/**
 * The members of the service's requests with the constraints of its model (botocore, bedrock-agent 2023-06-05). Unknown
 * members are dropped, as the service does.
 */

/** A string that as a whole fits a pattern; the pattern is repeated in the refusal. */
const matching = (pattern: string) => z.string().regex(new RegExp(`^(?:${pattern})$`));

export const resourceName = matching("([0-9a-zA-Z][_-]?){1,100}");
export const resourceId = matching("[0-9a-zA-Z]{10}");
export const draftVersion = matching("DRAFT");
export const anyVersion = matching("(DRAFT|[0-9]{0,4}[1-9][0-9]{0,4})");
export const numberedVersion = matching("[0-9]{1,5}");
export const ownAliasId = matching("(?!\\bTSTALIASID\\b)[0-9a-zA-Z]+");
export const anyAliasId = matching("(\\bTSTALIASID\\b|[0-9a-zA-Z]+)");
export const clientToken = matching("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}").min(33).max(256).optional();
export const description = z.string().min(1).max(200).optional();
export const taggableArn = matching(
  "arn:aws(-[^:]+)?:bedrock:[a-zA-Z0-9-]+:[0-9]{12}:(agent/[0-9a-zA-Z]{10}|agent-alias/[0-9a-zA-Z]{10}/[0-9a-zA-Z]{10}).*",
).max(1011);
const tagKey = matching("[a-zA-Z0-9\\s._:/=+@-]*").min(1).max(128);
export const tagKeys = z.array(tagKey).max(200);
export const tags = z.record(tagKey, matching("[a-zA-Z0-9\\s._:/=+@-]*").max(256));
export const page = {
  maxResults: z.int().min(1).max(1000).optional(),
  nextToken: matching("\\S*").min(1).max(2048).optional(),
};
/** As it comes in the query. */
export const skipResourceInUseCheck = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");

const lambdaArn = matching(
  "arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}(-gov)?-[a-z]+-\\d{1}:\\d{12}:function:[a-zA-Z0-9-_\\.]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?",
);

/** A Smithy union: exactly one of its members. */
function union<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const names = Object.keys(shape).join(", ");
  return z
    .object(shape)
    .refine((value) => Object.values(value).filter((one) => one !== undefined).length === 1, {
      error: `Exactly one of these members must be set: ${names}`,
    });
}

const promptConfiguration = z.object({
  // ROUTING_CLASSIFIER is not in the model's list; the service takes it.
  promptType: z
    .enum([
      "PRE_PROCESSING",
      "ORCHESTRATION",
      "POST_PROCESSING",
      "KNOWLEDGE_BASE_RESPONSE_GENERATION",
      "MEMORY_SUMMARIZATION",
      "ROUTING_CLASSIFIER",
    ])
    .optional(),
  promptCreationMode: z.enum(["DEFAULT", "OVERRIDDEN"]).optional(),
  promptState: z.enum(["ENABLED", "DISABLED"]).optional(),
  basePromptTemplate: z.string().min(1).max(100_000).optional(),
  inferenceConfiguration: z
    .object({
      temperature: z.number().min(0).max(1).optional(),
      topP: z.number().min(0).max(1).optional(),
      topK: z.int().min(0).max(500).optional(),
      maximumLength: z.int().min(0).max(4096).optional(),
      stopSequences: z.array(z.string()).min(0).max(4).optional(),
    })
    .optional(),
  parserMode: z.enum(["DEFAULT", "OVERRIDDEN"]).optional(),
  foundationModel: z.string().min(1).max(2048).optional(),
  additionalModelRequestFields: z.json().optional(),
});
export type PromptConfiguration = z.output<typeof promptConfiguration>;

/** What CreateAgent and UpdateAgent have in common. The length of an instruction is a quota, not a constraint. */
export const agentConfig = z.object({
  agentName: resourceName,
  instruction: z.string().min(40).optional(),
  foundationModel: z.string().min(1).max(2048).optional(),
  description,
  orchestrationType: z.enum(["DEFAULT", "CUSTOM_ORCHESTRATION"]).default("DEFAULT"),
  customOrchestration: z.object({ executor: union({ lambda: lambdaArn.optional() }).optional() }).optional(),
  idleSessionTTLInSeconds: z.int().min(60).max(5400).default(600),
  agentResourceRoleArn: matching("arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/.+").max(2048).optional(),
  customerEncryptionKeyArn: matching(
    "arn:aws(|-cn|-us-gov):kms:[a-zA-Z0-9-]*:[0-9]{12}:key/[a-zA-Z0-9-]{36}",
  ).optional(),
  promptOverrideConfiguration: z
    .object({
      promptConfigurations: z.array(promptConfiguration).max(10),
      overrideLambda: lambdaArn.optional(),
    })
    .optional(),
  guardrailConfiguration: z
    .object({
      guardrailIdentifier: matching(
        "(([a-z0-9]+)|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:guardrail/[a-z0-9]+))",
      )
        .max(2048)
        .optional(),
      guardrailVersion: matching("(([0-9]{1,8})|(DRAFT))").optional(),
    })
    .optional(),
  memoryConfiguration: z
    .object({
      enabledMemoryTypes: z
        .array(z.enum(["SESSION_SUMMARY"]))
        .min(1)
        .max(1),
      storageDays: z.int().min(0).max(365).optional(),
      sessionSummaryConfiguration: z.object({ maxRecentSessions: z.int().min(1).optional() }).optional(),
    })
    .optional(),
  agentCollaboration: z.enum(["SUPERVISOR", "SUPERVISOR_ROUTER", "DISABLED"]).default("DISABLED"),
});

const functionShape = z.object({
  name: resourceName,
  description: z.string().min(1).max(1200).optional(),
  parameters: z
    .record(
      resourceName,
      z.object({
        type: z.enum(["string", "number", "integer", "boolean", "array"]),
        description: z.string().min(1).max(500).optional(),
        required: z.boolean().optional(),
      }),
    )
    .optional(),
  requireConfirmation: z.enum(["ENABLED", "DISABLED"]).optional(),
});

export const actionGroupConfig = z.object({
  actionGroupName: resourceName,
  description,
  parentActionGroupSignature: z
    .enum([
      "AMAZON.UserInput",
      "AMAZON.CodeInterpreter",
      "ANTHROPIC.Computer",
      "ANTHROPIC.Bash",
      "ANTHROPIC.TextEditor",
    ])
    .optional(),
  parentActionGroupSignatureParams: z.record(z.string(), z.string()).optional(),
  actionGroupExecutor: union({
    lambda: lambdaArn.optional(),
    customControl: z.enum(["RETURN_CONTROL"]).optional(),
  }).optional(),
  apiSchema: union({
    payload: z.string().optional(),
    s3: z
      .object({
        s3BucketName: matching("[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9]").optional(),
        s3ObjectKey: z.string().min(1).max(1024).optional(),
      })
      .optional(),
  }).optional(),
  actionGroupState: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  functionSchema: union({ functions: z.array(functionShape).optional() }).optional(),
});

export const collaboratorConfig = z.object({
  agentDescriptor: z.object({
    aliasArn: matching(
      "arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:agent-alias/[0-9a-zA-Z]{10}/[0-9a-zA-Z]{10}",
    ),
  }),
  collaboratorName: resourceName,
  collaborationInstruction: z.string().min(1).max(4000),
  relayConversationHistory: z.enum(["TO_COLLABORATOR", "DISABLED"]).default("DISABLED"),
});

export const routingConfiguration = z
  .array(
    z.object({
      agentVersion: anyVersion.optional(),
      provisionedThroughput: matching(
        "((([0-9a-zA-Z][_-]?){1,63})|(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:provisioned-model/[a-z0-9]{12}))",
      ).optional(),
    }),
  )
  .max(1)
  .optional();
