import { Readable } from "node:stream";
import type { BedrockAgentRuntimeClient } from "@aws-sdk/client-bedrock-agent-runtime";
import { AppError } from "#layer/errors.ts";

/** The connection was cut before the answer was whole. */
export class CutStreamError extends AppError {
  constructor() {
    super("connection_cut", "the connection was cut before the stream's end");
  }
}

/**
 * Makes a client's streams fail when the connection is cut. Left alone, the SDK's HTTP/2 handler ends a stream that was
 * cut between two frames as if it had been whole (measured with 3.1162 on Node 24: socket closed or reset, GOAWAY,
 * RST_STREAM with CANCEL), and half an answer would pass for all of it. Only `readableEnded` knows the difference.
 */
export function failWhenCut(client: BedrockAgentRuntimeClient): BedrockAgentRuntimeClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      const output = await next(args);
      const response = output.response as { body?: unknown };
      if (response.body instanceof Readable) {
        response.body = Readable.from(whole(response.body), { objectMode: false });
      }
      return output;
    },
    // Next to the handler, before the events are decoded.
    { step: "deserialize", priority: "low", name: "failWhenCut" },
  );
  return client;
}

async function* whole(body: Readable): AsyncGenerator<Uint8Array> {
  yield* body;
  if (!body.readableEnded) throw new CutStreamError();
}
