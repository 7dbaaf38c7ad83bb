import type { Log } from "#layer/observability/log.ts";
import { BedrockServiceError } from "#local/bedrock/service-error.ts";
import type { Model, ModelEvent, ModelRequest } from "./model.ts";

/**
 * The model, with a `model-failed` line for whoever runs it: callers of the agents learn the code at most. `reason` is the
 * sentence of a BedrockServiceError, which is ours; of any other error the log gets the class's name alone. What an
 * aborted turn throws is no failure.
 */
export function loggedModel(model: Model, log: Log): Model {
  async function* stream(request: ModelRequest): AsyncGenerator<ModelEvent> {
    try {
      yield* model.stream(request);
    } catch (error) {
      if (!request.signal.aborted) log("warn", "model-failed", fieldsOf(error));
      throw error;
    }
  }
  return { name: model.name, stream };
}

function fieldsOf(error: unknown) {
  if (error instanceof BedrockServiceError) return { code: error.exception, reason: error.message };
  return { error: error instanceof Error ? error.name : "unknown" };
}
