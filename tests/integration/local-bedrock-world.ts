import type {
  ApiResult,
  InvokeAgentCommandInput,
  ResponseStream,
  ReturnControlPayload,
  TracePart,
} from "@aws-sdk/client-bedrock-agent-runtime";
import { BedrockAgentRuntimeClient, InvokeAgentCommand } from "@aws-sdk/client-bedrock-agent-runtime";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { onTestFinished } from "vitest";
import type { FrozenAgent } from "#local/bedrock/agent-registry.ts";
import type { LambdaEvent } from "#local/bedrock/lambda-event.ts";
import { type LocalBedrockOptions, startLocalBedrock } from "#local/bedrock/server.ts";
import { createLocalFunctions } from "#local/lambda/functions.ts";
import { type Model, type ModelEvent, type ModelRequest, sendMessageTool } from "#local/model/model.ts";
import { settableClock } from "#tests/builders/clock.ts";

export const supervisorIds = { agentId: "SUP0000001", agentAliasId: "LIVE000000" };
export const specialistIds = { agentId: "SPEC000001", aliasId: "LIVE000000" };
export const lambdaArn = "arn:aws:lambda:us-east-1:000000000000:function:slots-dev:live";

export const slotsTool = "POST__slots__get_time_slots";
export const orderTool = "POST__slots__order";
export const credentials = { accessKeyId: "local", secretAccessKey: "local" };

const text = (description: string) => ({ description, required: true, schema: { type: "string" } });
const slotsSchema = {
  openapi: "3.0.0",
  paths: {
    "/get_time_slots": {
      post: {
        operationId: "get_time_slots",
        description: "Times of a date.",
        parameters: [
          { name: "project_id", in: "query", ...text("The project.") },
          { name: "date", in: "query", ...text("The date.") },
        ],
        responses: {},
      },
    },
    "/order": {
      post: {
        operationId: "order",
        description: "Orders.",
        requestBody: {
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: { items: { type: "array" }, gift: { type: "boolean" } },
                required: ["items"],
              },
            },
          },
        },
        responses: {},
      },
    },
  },
};

const frozen = (agent: Partial<FrozenAgent> & Pick<FrozenAgent, "agentId" | "name">): FrozenAgent => ({
  aliasId: "LIVE000000",
  version: "3",
  instruction: agent.name,
  foundationModel: "test",
  collaboration: "DISABLED",
  idleSessionTtlSeconds: 600,
  actionGroups: [],
  collaborators: [],
  ...agent,
});

/** A supervisor with one specialist with one action group; `LOOP000001` has itself as its collaborator. */
export const agents: FrozenAgent[] = [
  frozen({
    agentId: supervisorIds.agentId,
    name: "supervisor",
    collaboration: "SUPERVISOR",
    collaborators: [
      {
        name: "specialist",
        ...specialistIds,
        instruction: "Ask it for times.",
        relayConversationHistory: false,
      },
    ],
  }),
  frozen({
    agentId: specialistIds.agentId,
    name: "specialist",
    actionGroups: [{ name: "slots", schema: slotsSchema, lambdaArn }],
  }),
  frozen({
    agentId: "LOOP000001",
    name: "loop",
    collaboration: "SUPERVISOR",
    collaborators: [
      {
        name: "again",
        agentId: "LOOP000001",
        aliasId: "LIVE000000",
        instruction: "Itself.",
        relayConversationHistory: false,
      },
    ],
  }),
];

/** The same agents with their action group changed: operations to be confirmed, or run by the caller. */
export function agentsThat({
  confirm = [],
  returnControl = false,
}: {
  confirm?: readonly string[];
  returnControl?: boolean;
}): FrozenAgent[] {
  const paths = Object.entries(slotsSchema.paths).map(([path, { post }]) => {
    const asks = confirm.includes(post.operationId);
    return [path, { post: { ...post, ...(asks && { "x-requireConfirmation": "ENABLED" }) } }];
  });
  const schema = { ...slotsSchema, paths: Object.fromEntries(paths) as Record<string, unknown> };
  return agents.map((agent) => ({
    ...agent,
    actionGroups: agent.actionGroups.map((group) => ({
      ...group,
      schema,
      lambdaArn: returnControl ? undefined : group.lambdaArn,
    })),
  }));
}

export type Said = string | { call: string; input: Record<string, unknown> };
/** What an agent's model says in one call: text pieces and tool calls in order, or a stream of its own. */
export type Step = Said[] | ((request: ModelRequest) => AsyncIterable<ModelEvent>);

export const stop = (stopReason: "end_turn" | "tool_use" = "end_turn"): ModelEvent => ({
  type: "stop",
  stopReason,
  usage: { inputTokens: 7, outputTokens: 3 },
});
export const ask = (content = "times?"): Step => [
  { call: sendMessageTool, input: { recipient: "specialist", content } },
];
export const lookUp: Step = [{ call: slotsTool, input: { project_id: "7", date: "Friday" } }];

/** Supervisor, specialist, Lambda, and back. */
export const wholeWay = { supervisor: [ask(), ["At ten."]], specialist: [lookUp, ["ten"]] };

/** A model that plays each agent's steps in order, the last one for ever, and keeps what it was asked. */
export function playingModel(plays: Record<string, Step[]>): Model & { requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  const left = new Map(Object.entries(plays).map(([name, steps]) => [name, [...steps]]));
  return {
    name: "playing",
    requests,
    async *stream(request) {
      requests.push({ ...request, messages: structuredClone(request.messages) });
      const steps = left.get(request.system.split("\n", 1)[0] ?? "") ?? [];
      const step = (steps.length > 1 ? steps.shift() : steps[0]) ?? [];
      if (typeof step === "function") return yield* step(request);
      for (const [index, said] of step.entries()) {
        if (typeof said === "string") yield { type: "text-delta", text: said };
        else yield { type: "tool-use", toolUseId: `t${index}`, name: said.call, input: said.input };
      }
      yield stop(step.some((said) => typeof said !== "string") ? "tool_use" : "end_turn");
    },
  };
}

export type TestHandler = (event: LambdaEvent) => Promise<unknown>;

/** The response that Bedrock demands, with this body. */
export function lambdaSays(event: LambdaEvent, body: unknown, more: Record<string, unknown> = {}) {
  const { actionGroup, apiPath, httpMethod } = event;
  const responseBody = { "application/json": { body: JSON.stringify(body) } };
  return {
    messageVersion: "1.0",
    response: { actionGroup, apiPath, httpMethod, httpStatusCode: 200, responseBody },
    ...more,
  };
}

export type WorldOptions = {
  plays: Record<string, Step[]>;
  handler?: TestHandler;
  timeoutMs?: number;
  agents?: readonly FrozenAgent[];
} & Pick<LocalBedrockOptions, "switches" | "mayInvoke">;

/** A local Bedrock on a free port with these agents, this model and this Lambda behind all actions. */
export async function startWorld({
  plays,
  handler = async (event) => lambdaSays(event, { outcome: "ok" }),
  timeoutMs = 5_000,
  agents: known = agents,
  ...options
}: WorldOptions) {
  const clock = settableClock();
  const model = playingModel(plays);
  const events: LambdaEvent[] = [];
  const bedrock = await startLocalBedrock({
    ...options,
    port: 0,
    registry: {
      resolve: (agentId, aliasId) =>
        known.find((agent) => agent.agentId === agentId && agent.aliasId === aliasId),
    },
    model,
    clock,
    functions: createLocalFunctions({
      [lambdaArn]: {
        timeoutMs,
        handler: async (event) => {
          events.push(event as LambdaEvent);
          return handler(event as LambdaEvent);
        },
      },
    }),
  });
  return { clock, model, events, bedrock };
}

export type Protocol = "h2c" | "HTTP/1.1";

/** The unmodified SDK client: by default it speaks h2c to an `http://` endpoint. */
export function clientOf(endpoint: string, protocol: Protocol = "h2c"): BedrockAgentRuntimeClient {
  return new BedrockAgentRuntimeClient({
    endpoint,
    region: "us-east-1",
    credentials,
    maxAttempts: 1,
    ...(protocol === "HTTP/1.1" && { requestHandler: new NodeHttpHandler() }),
  });
}

/** A world and a client of it, both closed when the test is over. */
export async function openWorld(options: WorldOptions, protocol?: Protocol) {
  const started = await startWorld(options);
  const client = clientOf(started.bedrock.url, protocol);
  onTestFinished(async () => {
    client.destroy();
    await started.bedrock.close();
  });
  return { ...started, client };
}

/** One in which the way goes through the whole house, and Bedrock asks for a yes before the Lambda. */
export const openConfirmingWorld = (options: Partial<WorldOptions> = {}, protocol?: Protocol) =>
  openWorld({ plays: wholeWay, agents: agentsThat({ confirm: ["get_time_slots"] }), ...options }, protocol);

export interface Heard {
  chunks: Uint8Array[];
  text: string;
  traces: TracePart[];
  control: ReturnControlPayload | undefined;
  error: unknown;
}

/** Sends one turn and keeps all that comes back; an error, wherever it is thrown, is kept too. */
export async function say(
  client: BedrockAgentRuntimeClient,
  input: Partial<InvokeAgentCommandInput> = {},
  watch: (event: ResponseStream) => void = () => {},
): Promise<Heard> {
  const heard: Heard = { chunks: [], text: "", traces: [], control: undefined, error: undefined };
  const decoder = new TextDecoder();
  try {
    const command = new InvokeAgentCommand({
      ...supervisorIds,
      sessionId: "sess-1:u.1",
      inputText: "When can you come?",
      ...input,
    });
    const { completion } = await client.send(command);
    for await (const event of completion ?? []) {
      watch(event);
      if (event.chunk?.bytes) {
        heard.chunks.push(event.chunk.bytes);
        heard.text += decoder.decode(event.chunk.bytes, { stream: true });
      }
      if (event.trace) heard.traces.push(event.trace);
      if (event.returnControl) heard.control = event.returnControl;
    }
    heard.text += decoder.decode();
  } catch (error) {
    heard.error = error;
  }
  return heard;
}

/** What each trace is and which member it holds, `orchestrationTrace.rationale`, in the name of its agent. */
export function namesOf(traces: readonly TracePart[]): string[] {
  return traces.map(({ trace = {}, collaboratorName = "supervisor" }) => {
    const [[kind, value] = ["nothing", {}], ...others] = Object.entries(trace);
    const members = Object.keys(value);
    const isUnion = !["guardrailTrace", "failureTrace"].includes(kind);
    if (others.length > 0 || (isUnion && members.length !== 1)) throw new Error("a trace is one member");
    return `${collaboratorName} ${isUnion ? `${kind}.${members[0]}` : kind}`;
  });
}

/** A step of tool calls as the model's request shows it afterwards. */
export function asSaid(step: ReturnType<typeof ask>) {
  if (typeof step === "function") throw new Error("not a list");
  return step;
}

/** The answer to every input of a returnControl, each with `more`. */
export function answerTo(control: ReturnControlPayload | undefined, more: Partial<ApiResult>) {
  const results = (control?.invocationInputs ?? []).map(({ apiInvocationInput: input }) => ({
    apiResult: {
      actionGroup: input?.actionGroup,
      apiPath: input?.apiPath,
      httpMethod: input?.httpMethod,
      agentId: input?.agentId,
      ...more,
    },
  }));
  const sessionState = { invocationId: control?.invocationId, returnControlInvocationResults: results };
  return { inputText: undefined, sessionState };
}

/** The customer's yes to what a returnControl asks. */
export const approve = ({ control }: Heard) => answerTo(control, { confirmationState: "CONFIRM" });
