import { once } from "node:events";
import type { HttpRequest, HttpResponse } from "./one-port.ts";
import { BedrockServiceError } from "./service-error.ts";

/** One operation of an emulated service. */
export interface ServiceOperation {
  name: string;
  method: string;
  /** Matched against the path as it arrived; its groups are handed over percent-decoded. */
  path: RegExp;
  /** How the path is written in the AWS reference. */
  template: string;
  /** @throws BedrockServiceError before anything is written */
  handle(call: ServiceCall): Promise<void>;
}

export interface ServiceCall {
  /** The path's parts, decoded. */
  parts: string[];
  query: URLSearchParams;
  /** The JSON body; undefined when there was none. */
  body: unknown;
  requestId: string;
  response: HttpResponse;
  /** Aborted when the caller is gone or the server closes. */
  signal: AbortSignal;
}

const maxBodyBytes = 100_000_000;

/** Reads a JSON body. @throws BedrockServiceError validationException when it is none or too large */
export async function readJsonBody(request: HttpRequest): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  if (size > maxBodyBytes) throw new BedrockServiceError("validationException", "The request is too large.");
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new BedrockServiceError("validationException", "The request body is not JSON.");
  }
}

/** Answers with JSON; an error carries its class in `x-amzn-errortype`, where both SDKs look for it. */
export function answerJson(
  response: HttpResponse,
  {
    status,
    body,
    requestId,
    errorType,
  }: {
    status: number;
    body: object;
    requestId: string;
    errorType?: string;
  },
): void {
  response.statusCode = status;
  response.setHeader("content-type", "application/json");
  response.setHeader("x-amzn-requestid", requestId);
  if (errorType) response.setHeader("x-amzn-errortype", errorType);
  response.end(JSON.stringify(body));
}

/** Writes and waits for a slow reader. @throws the signal's AbortError when the caller is gone */
export async function writeInPace(
  response: HttpResponse,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const write = response.write.bind(response) as (chunk: Uint8Array) => boolean;
  if (!write(bytes)) await once(response, "drain", { signal });
}
