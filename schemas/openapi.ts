import type { OpenAPIObject, OperationObject, ParameterObject, ResponsesObject } from "openapi3-ts/oas30";
import * as z from "zod";
import type { ActionGroupName } from "#layer/domain/action-names.ts";
import { outcomeCodes, outcomes } from "#layer/domain/outcomes.ts";
import { sessionHandle } from "#layer/domain/references.ts";
import { AppError } from "#layer/errors.ts";
import { plainSchema } from "./plain-schema.ts";

/** What a schema needs to know of an action; every action of `action-groups/` fits. */
interface DescribedAction {
  name: string;
  kind: "read" | "write";
  description: string;
  confirmation: boolean;
  input: z.ZodObject;
  output: z.ZodObject;
}

export interface DescribedGroup {
  name: ActionGroupName;
  title: string;
  description: string;
  actions: readonly DescribedAction[];
}

export interface OpenApiSettings {
  /** Let Bedrock ask before confirmed actions as well (design, decision 8: off, since the Lambda asks, once). */
  requireConfirmation?: boolean;
}

/** An action's shape cannot be said in the OpenAPI that Bedrock reads; the message names the action and the place. */
export class SchemaError extends AppError {
  constructor(message: string) {
    super("schema", message);
  }
}

/**
 * The OpenAPI 3.0.0 document of one action group, in the subset that Bedrock honours: `post /{action}`, flat query
 * parameters, everything inlined, and value lists and limits as words in the descriptions. Operations keep the order
 * of the group, parameters that of the input, with the optional `session_id` last.
 * @throws SchemaError for an input that is not flat or takes `session_id` itself, and for unions
 */
export function openApiDocument(group: DescribedGroup, settings: OpenApiSettings = {}): OpenAPIObject {
  return {
    openapi: "3.0.0",
    info: { title: group.title, description: group.description, version: "1.0.0" },
    paths: Object.fromEntries(
      group.actions.map((action) => [`/${action.name}`, { post: operationOf(action, settings) }]),
    ),
  };
}

function operationOf(action: DescribedAction, { requireConfirmation }: OpenApiSettings): OperationObject {
  return {
    operationId: action.name,
    description: action.description,
    parameters: parametersOf(action),
    responses: responsesOf(action),
    ...(requireConfirmation && action.confirmation && { "x-requireConfirmation": "ENABLED" }),
  };
}

function parametersOf({ name: action, input }: DescribedAction): ParameterObject[] {
  if ("session_id" in input.shape) {
    throw new SchemaError(`${action}: session_id is added to every action here; take it out of the input`);
  }
  const withSession = input.extend({ session_id: sessionHandle.optional() });
  const { properties = {}, required = [] } = plain(action, withSession, "input");
  return Object.entries(properties).map(([name, property]) => {
    const { description, type } = property;
    if (type === undefined || type === "object" || type === "array") {
      throw new SchemaError(
        `${action}.${name}: a parameter is one plain value; Bedrock sends the rest as unreadable text`,
      );
    }
    return {
      name,
      in: "query" as const,
      ...(description !== undefined && { description }),
      required: required.includes(name),
      schema: { type },
    };
  });
}

function responsesOf(action: DescribedAction): ResponsesObject {
  const reply = (status: number, description: string, fields: z.ZodRawShape = {}) => {
    const outcome = z.enum(codesOf(status, action));
    const shape = z.object({ outcome, ...replyShape, ...fields });
    return { description, content: { "application/json": { schema: plain(action.name, shape, "output") } } };
  };
  return {
    200: reply(200, "Done when outcome is ok; otherwise not done, and message says what to do.", {
      result: action.output
        .optional()
        .describe("What was found or done; with a refusal, what to offer instead."),
    }),
    400: reply(400, "Something is missing or unclear: ask the customer for the named field.", {
      result: z
        .record(z.string(), z.unknown())
        .optional()
        .describe("What to choose from, where there is something."),
    }),
    404: reply(404, "Nothing was found under that reference for this customer."),
    500: reply(500, "Something went wrong on our side."),
  };
}

/** The outcomes under one HTTP status that the action can have; only writes can end unknown, only confirmed ones ask. */
function codesOf(status: number, { kind, confirmation }: DescribedAction) {
  const impossible: readonly string[] = [
    ...(confirmation ? [] : ["dry_run", "pending_review", "needs_confirmation", "slot_taken"]),
    ...(kind === "write" ? [] : ["unknown_outcome"]),
  ];
  return outcomeCodes.filter((code) => outcomes[code].status === status && !impossible.includes(code));
}

const replyShape = {
  message: z.string().describe("What it means and what to do next, for you, not to be read out."),
  reason: z.string().optional().describe("Why, as a code, where the outcome alone does not tell."),
  field: z.string().optional().describe("The parameter to ask the customer for."),
};

function plain(action: string, shape: z.ZodObject, io: "input" | "output") {
  return plainSchema(z.toJSONSchema(shape, { target: "openapi-3.0", io }), (problem) => {
    throw new SchemaError(`${action}: ${problem}`);
  });
}
