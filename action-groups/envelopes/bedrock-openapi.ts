import * as z from "zod";
import type { ActionCall } from "#action-groups/dispatch.ts";
import { resolveSessionHandle } from "#action-groups/session-handle.ts";
import { type ActionReply, outcomes } from "#layer/domain/outcomes.ts";

const argument = z.object({ name: z.string(), value: z.unknown().optional() });
const attributes = z.record(z.string(), z.string()).nullish();

/** What Bedrock sends to an OpenAPI action group's Lambda; `parameters` and `requestBody` may be absent. */
const bedrockEvent = z.object({
  actionGroup: z.string(),
  apiPath: z.string(),
  httpMethod: z.string(),
  parameters: z.array(argument).nullish(),
  requestBody: z
    .object({
      content: z.record(z.string(), z.object({ properties: z.array(argument).nullish() })).nullish(),
    })
    .nullish(),
  sessionAttributes: attributes,
  promptSessionAttributes: attributes,
});
export type BedrockEvent = z.infer<typeof bedrockEvent>;

export interface BedrockResponse {
  messageVersion: "1.0";
  response: {
    actionGroup: string;
    apiPath: string;
    httpMethod: string;
    httpStatusCode: number;
    responseBody: { "application/json": { body: string } };
  };
  sessionAttributes: Record<string, string>;
  promptSessionAttributes: Record<string, string>;
}

/** Parses the event. @throws ZodError for anything that is not an OpenAPI action group's event */
export function readBedrockEvent(event: unknown): BedrockEvent {
  return bedrockEvent.parse(event);
}

/** The call that an event asks for. Later doubles of an argument win; a body's properties win over parameters. */
export function readCall(event: BedrockEvent, deadlineMs: number): ActionCall {
  const bodies = Object.values(event.requestBody?.content ?? {}).flatMap(
    ({ properties }) => properties ?? [],
  );
  const entries = [...(event.parameters ?? []), ...bodies].map(({ name, value }) => [name, value] as const);
  const { session_id, "session-id": dashed, ...rest } = Object.fromEntries(entries);
  return {
    name: event.httpMethod.toUpperCase() === "POST" ? event.apiPath.replace(/^\//, "") : "",
    arguments: rest,
    sessionHandle: resolveSessionHandle(event.sessionAttributes?.session_id, session_id ?? dashed),
    deadlineMs,
  };
}

/**
 * The response that Bedrock demands: group, path and method echoed exactly, the body a string, session attributes passed
 * through unchanged (AWS, "Configure Lambda functions to send information that an agent elicits").
 */
export function writeResponse(event: BedrockEvent, reply: ActionReply): BedrockResponse {
  return {
    messageVersion: "1.0",
    response: {
      actionGroup: event.actionGroup,
      apiPath: event.apiPath,
      httpMethod: event.httpMethod,
      httpStatusCode: outcomes[reply.outcome].status,
      responseBody: { "application/json": { body: JSON.stringify(reply) } },
    },
    sessionAttributes: event.sessionAttributes ?? {},
    promptSessionAttributes: event.promptSessionAttributes ?? {},
  };
}
