import type { FrozenAgent } from "./agent-registry.ts";
import { toJavaText } from "./java-text.ts";
import type { Operation, OperationField } from "./operations.ts";
import type { RuntimeSwitches } from "./runtime-switches.ts";

export interface EventValue {
  name: string;
  type: string;
  /** Always a string, whatever `type` says. */
  value: string;
}

export type Attributes = Readonly<Record<string, string>>;

/** The event of an OpenAPI action group (AWS, "Configure Lambda functions ..."); `requestBody` is absent without a body. */
export interface LambdaEvent {
  messageVersion: "1.0";
  agent: { name: string; id: string; alias: string; version: string };
  inputText: string;
  sessionId: string;
  actionGroup: string;
  apiPath: string;
  httpMethod: string;
  parameters: EventValue[];
  requestBody?: { content: Record<string, { properties: EventValue[] }> };
  sessionAttributes: Attributes;
  promptSessionAttributes: Attributes;
}

/** What the model put into a call, as Bedrock passes it on: what the schema declares and the model gave, as strings. */
export function eventValues(
  operation: Operation,
  input: Readonly<Record<string, unknown>>,
  arrays: RuntimeSwitches["arrays"],
): Pick<LambdaEvent, "parameters" | "requestBody"> {
  const textOf = (value: unknown) =>
    arrays === "json" && typeof value === "object" ? JSON.stringify(value) : toJavaText(value);
  const valuesOf = (fields: readonly OperationField[]) =>
    fields.flatMap(({ name, type }) => {
      const value = Object.hasOwn(input, name) ? input[name] : undefined;
      return value === undefined || value === null ? [] : [{ name, type, value: textOf(value) }];
    });
  const { parameters, body } = operation;
  return {
    parameters: valuesOf(parameters),
    ...(body && {
      requestBody: { content: { [body.mediaType]: { properties: valuesOf(body.fields) } } },
    }),
  };
}

/** The whole event. `sessionId` is the agent's own: a collaborator's Lambda never sees the supervisor's. */
export function lambdaEvent(
  operation: Operation,
  values: ReturnType<typeof eventValues>,
  scene: {
    agent: FrozenAgent;
    inputText: string;
    sessionId: string;
    sessionAttributes: Attributes;
    promptSessionAttributes: Attributes;
  },
): LambdaEvent {
  const { agent, inputText, sessionId, sessionAttributes, promptSessionAttributes } = scene;
  return {
    messageVersion: "1.0",
    agent: { name: agent.name, id: agent.agentId, alias: agent.aliasId, version: agent.version },
    inputText,
    sessionId,
    actionGroup: operation.group,
    apiPath: operation.apiPath,
    httpMethod: operation.httpMethod,
    ...values,
    sessionAttributes: { ...sessionAttributes },
    promptSessionAttributes: { ...promptSessionAttributes },
  };
}
