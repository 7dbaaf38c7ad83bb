import * as z from "zod";
import { checkConstraints } from "./constraints.ts";
import type { Attributes } from "./lambda-event.ts";
import { BedrockServiceError } from "./service-error.ts";

/** What InvokeAgent asks for, as far as this runtime acts on it. */
export interface InvokeAgentRequest {
  agentId: string;
  aliasId: string;
  sessionId: string;
  /** Empty only with `endSession`. */
  inputText: string;
  enableTrace: boolean;
  endSession: boolean;
  streamFinalResponse: boolean;
  memoryId: string | undefined;
  /** Undefined: the session's stay. */
  sessionAttributes: Attributes | undefined;
  promptSessionAttributes: Attributes;
}

const attributes = z.record(z.string(), z.string()).nullish();
const bodySchema = z.object({
  inputText: z.string().nullish(),
  enableTrace: z.boolean().nullish(),
  endSession: z.boolean().nullish(),
  memoryId: z.string().nullish(),
  sessionState: z
    .object({
      sessionAttributes: attributes,
      promptSessionAttributes: attributes,
      invocationId: z.string().nullish(),
      returnControlInvocationResults: z.array(z.unknown()).nullish(),
    })
    .nullish(),
  streamingConfigurations: z
    .object({ streamFinalResponse: z.boolean().nullish(), applyGuardrailInterval: z.number().nullish() })
    .nullish(),
  bedrockModelConfigurations: z
    .object({ performanceConfig: z.object({ latency: z.string().nullish() }).nullish() })
    .nullish(),
  promptCreationConfigurations: z
    .object({ previousConversationTurnsToInclude: z.number().nullish() })
    .nullish(),
});
type Body = z.infer<typeof bodySchema>;

const sessionIdForm = { minLength: 2, maxLength: 100, pattern: "[0-9a-zA-Z._:-]+" };
const agentIdForm = { maxLength: 10, pattern: "[0-9a-zA-Z]+" };

/**
 * Reads a request; unknown members are ignored, as the service does.
 * @throws BedrockServiceError validationException, in the service's words where they are known; the customer's text is
 * never repeated
 */
export function readInvokeAgent(
  { agentId, aliasId, sessionId }: Pick<InvokeAgentRequest, "agentId" | "aliasId" | "sessionId">,
  rawBody: unknown,
): InvokeAgentRequest {
  const parsed = bodySchema.safeParse(rawBody ?? {});
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join(".") ?? "";
    throw invalid(`The request body could not be read: '${where}' has the wrong type.`);
  }
  const body = parsed.data;
  checkConstraints([
    { at: "agentId", value: agentId, ...agentIdForm },
    { at: "agentAliasId", value: aliasId, ...agentIdForm },
    { at: "sessionId", value: sessionId, ...sessionIdForm },
    ...bodyConstraints(body),
  ]);
  const inputText = body.inputText ?? "";
  const { sessionState } = body;
  if (sessionState?.returnControlInvocationResults) {
    throw invalid("No invocation of this session waits for the results of a returnControl.");
  }
  if (inputText === "" && !body.endSession) {
    throw invalid("The inputText is missing or empty. Send what the user said, or endSession.");
  }
  return {
    agentId,
    aliasId,
    sessionId,
    inputText,
    enableTrace: body.enableTrace ?? false,
    endSession: body.endSession ?? false,
    streamFinalResponse: body.streamingConfigurations?.streamFinalResponse ?? false,
    memoryId: body.memoryId ?? undefined,
    sessionAttributes: sessionState?.sessionAttributes ?? undefined,
    promptSessionAttributes: sessionState?.promptSessionAttributes ?? {},
  };
}

function bodyConstraints(body: Body) {
  const results = body.sessionState?.returnControlInvocationResults;
  return [
    { at: "inputText", value: body.inputText, maxLength: 25_000_000, isSensitive: true },
    { at: "memoryId", value: body.memoryId, ...sessionIdForm },
    {
      at: "sessionState.returnControlInvocationResults",
      value: results,
      minLength: 1,
      maxLength: 5,
      isSensitive: true,
    },
    {
      at: "streamingConfigurations.applyGuardrailInterval",
      value: body.streamingConfigurations?.applyGuardrailInterval,
      min: 1,
    },
    {
      at: "promptCreationConfigurations.previousConversationTurnsToInclude",
      value: body.promptCreationConfigurations?.previousConversationTurnsToInclude,
      min: 0,
    },
    {
      at: "bedrockModelConfigurations.performanceConfig.latency",
      value: body.bedrockModelConfigurations?.performanceConfig?.latency,
      oneOf: ["standard", "optimized"],
    },
  ];
}

function invalid(message: string): BedrockServiceError {
  return new BedrockServiceError("validationException", message);
}
