import * as z from "zod";
import type { ModelTool } from "#local/model/model.ts";
import type { FrozenActionGroup } from "./agent-registry.ts";

/** One value that an operation takes, from `parameters` or from the top level of the request body. */
export interface OperationField {
  name: string;
  type: string;
  description: string;
  required: boolean;
}

/** One operation of an action group, as the model calls it and as its Lambda is asked for it. */
export interface Operation {
  /** `{VERB}__{group}__{operationId}`. */
  toolName: string;
  group: string;
  /** Undefined: the caller of InvokeAgent runs it. */
  lambdaArn: string | undefined;
  /** `x-requireConfirmation`: the caller of InvokeAgent is asked before it runs. */
  requiresConfirmation: boolean;
  /** The schema's template, never filled in. */
  apiPath: string;
  /** Upper case. */
  httpMethod: string;
  description: string;
  parameters: OperationField[];
  /** Undefined when the operation takes no body. */
  body: { mediaType: string; fields: OperationField[] } | undefined;
}

const valueSchema = z.object({ type: z.string().default("string"), description: z.string().default("") });
const bodySchema = z.object({
  properties: z.record(z.string(), valueSchema).default({}),
  required: z.array(z.string()).default([]),
});
const operationSchema = z.object({
  operationId: z.string(),
  description: z.string().default(""),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        description: z.string().default(""),
        required: z.boolean().default(false),
        schema: z.object({ type: z.string().default("string") }).default({ type: "string" }),
      }),
    )
    .default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: bodySchema })) }).optional(),
  "x-requireConfirmation": z.string().default("DISABLED"),
});
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

const verbs = new Set(["get", "put", "post", "delete", "patch"]);

/**
 * The operations of an action group, in the order of its OpenAPI document; those without an `operationId` are left out,
 * as a model that uses tools cannot call them.
 * @throws ZodError when the document is none
 */
export function operationsOf({ name, schema, lambdaArn }: FrozenActionGroup): Operation[] {
  return Object.entries(documentSchema.parse(schema).paths).flatMap(([apiPath, methods]) =>
    Object.entries(methods).flatMap(([verb, raw]) => {
      const operation = verbs.has(verb) ? operationSchema.safeParse(raw) : undefined;
      if (!operation?.success) return [];
      const { operationId, description, parameters, requestBody } = operation.data;
      const httpMethod = verb.toUpperCase();
      return {
        toolName: `${httpMethod}__${name}__${operationId}`,
        group: name,
        lambdaArn,
        requiresConfirmation: operation.data["x-requireConfirmation"] === "ENABLED",
        apiPath,
        httpMethod,
        description,
        parameters: parameters.map(({ schema: { type }, ...rest }) => ({ ...rest, type })),
        body: bodyOf(requestBody),
      };
    }),
  );
}

function bodyOf(requestBody: z.infer<typeof operationSchema>["requestBody"]): Operation["body"] {
  const [mediaType, content] = Object.entries(requestBody?.content ?? {})[0] ?? [];
  if (mediaType === undefined || content === undefined) return undefined;
  const { properties, required } = content.schema;
  const fields = Object.entries(properties).map(([name, value]) => ({
    name,
    ...value,
    required: required.includes(name),
  }));
  return { mediaType, fields };
}

/** The tool that stands for an operation: one flat object of its parameters and its body's properties. */
export function toolOf({ toolName, description, parameters, body }: Operation): ModelTool {
  const fields = [...parameters, ...(body?.fields ?? [])];
  return {
    name: toolName,
    description,
    inputSchema: {
      type: "object",
      properties: Object.fromEntries(
        fields.map(({ name, type, description }) => [name, { type, description }]),
      ),
      required: fields.filter(({ required }) => required).map(({ name }) => name),
    },
  };
}
