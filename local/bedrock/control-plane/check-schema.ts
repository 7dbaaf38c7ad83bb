import { lintSchema } from "#schemas/lint.ts";
import { invalid } from "./refusals.ts";
import type { ActionGroupConfig } from "./state.ts";

/**
 * What the service refuses in an action group beyond its members' forms: two schemas, a signature with parts of its own,
 * and an OpenAPI document that the lint knows Bedrock to refuse. A schema in S3 is taken unread; YAML is not emulated.
 * @throws BedrockServiceError validationException
 */
export function checkSchema(config: ActionGroupConfig): void {
  const { actionGroupName, parentActionGroupSignature: signature, apiSchema, functionSchema } = config;
  if (signature !== undefined) {
    const { description, actionGroupExecutor } = config;
    if ([description, apiSchema, actionGroupExecutor, functionSchema].some((part) => part !== undefined)) {
      throw invalid(`Description, schema and executor must be blank for the signature ${signature}.`);
    }
  }
  if (apiSchema && functionSchema) {
    throw invalid("An action group has either an apiSchema or a functionSchema, not both.");
  }
  if (apiSchema?.payload === undefined) return;
  const text = `Failed to create OpenAPI 3 model from the JSON/YAML object that you provided for action group: ${actionGroupName}`;
  let document: unknown;
  try {
    document = JSON.parse(apiSchema.payload);
  } catch {
    throw invalid(`${text} (not JSON, the one form that the local Bedrock reads)`);
  }
  const error = lintSchema(document, { groupName: actionGroupName }).find(({ grade }) => grade === "error");
  if (!error) return;
  throw invalid(error.message.startsWith(text) ? error.message : `${text} (${error.path}: ${error.message})`);
}
