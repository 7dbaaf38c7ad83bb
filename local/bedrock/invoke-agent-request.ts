import * as z from "zod";
import type { ModelMessage } from "#local/model/model.ts";
import { checkConstraints } from "./constraints.ts";
import { joined } from "./conversation.ts";
import type { Attributes } from "./lambda-event.ts";
import { maxControlInputs, type ReturnedResult } from "./return-control.ts";
import { BedrockServiceError } from "./service-error.ts";

/** What InvokeAgent asks for, as far as this runtime acts on it. */
export interface InvokeAgentRequest {
  agentId: string;
  aliasId: string;
  sessionId: string;
  /** Empty only with `endSession` or `returned`. */
  inputText: string;
  enableTrace: boolean;
  endSession: boolean;
  streamFinalResponse: boolean;
  memoryId: string | undefined;
  /** Undefined: the session's stay. */
  sessionAttributes: Attributes | undefined;
  promptSessionAttributes: Attributes;
  /** What was said elsewhere before; goes before the session's own messages in this turn. */
  conversationHistory: readonly ModelMessage[];
  /** The answer to a returnControl; the text is ignored then. */
  returned: { invocationId: string; results: ReturnedResult[] } | undefined;
  /** Characters; undefined: the service's own. */
  guardrailInterval: number | undefined;
}

const historySchema = z.object({
  messages: z
    .array(
      z.object({ role: z.enum(["user", "assistant"]), content: z.array(z.object({ text: z.string() })) }),
    )
    .nullish(),
});
const resultSchema = z.object({
  actionGroup: z.string(),
  apiPath: z.string().nullish(),
  httpMethod: z.string().nullish(),
  agentId: z.string().nullish(),
  confirmationState: z.enum(["CONFIRM", "DENY"]).nullish(),
  responseState: z.enum(["FAILURE", "REPROMPT"]).nullish(),
  responseBody: z.record(z.string(), z.object({ body: z.string().nullish() })).nullish(),
});
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
      returnControlInvocationResults: z.array(z.object({ apiResult: resultSchema })).nullish(),
      conversationHistory: historySchema.nullish(),
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
  const returned = readReturned(body);
  if (inputText === "" && !body.endSession && !returned) {
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
    conversationHistory: readHistory(body),
    returned,
    guardrailInterval: body.streamingConfigurations?.applyGuardrailInterval ?? undefined,
  };
}

function readReturned({ sessionState }: Body): InvokeAgentRequest["returned"] {
  const results = sessionState?.returnControlInvocationResults;
  if (!results) return undefined;
  if (!sessionState.invocationId) throw invalid("The results of a returnControl need its invocationId.");
  return {
    invocationId: sessionState.invocationId,
    results: results.map(({ apiResult: result }) => ({
      actionGroup: result.actionGroup,
      apiPath: result.apiPath ?? undefined,
      httpMethod: result.httpMethod ?? undefined,
      agentId: result.agentId ?? undefined,
      confirmationState: result.confirmationState ?? undefined,
      responseState: result.responseState ?? undefined,
      body: Object.values(result.responseBody ?? {})[0]?.body ?? undefined,
    })),
  };
}

function readHistory({ sessionState }: Body): ModelMessage[] {
  const history = joined(sessionState?.conversationHistory?.messages ?? []);
  if (history[0]?.role === "assistant") throw invalid("A conversation must start with a user message.");
  return history.filter(({ content }) => content.length > 0);
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
      maxLength: maxControlInputs,
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
