import type * as z from "zod";
import { RefusalError } from "./refusal.ts";

/**
 * Reads a JSON body of at most that many bytes by its schema.
 * @throws RefusalError `unsupported_media_type`, `body_too_large`, or `invalid_request` for anything else
 */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  mostBytes: number,
): Promise<z.output<Schema>> {
  const mediaType = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== "application/json") throw new RefusalError("unsupported_media_type");
  const parsed = schema.safeParse(parseJson(await readText(request, mostBytes)));
  if (!parsed.success) throw new RefusalError("invalid_request");
  return parsed.data;
}

async function readText(request: Request, mostBytes: number): Promise<string> {
  if (Number(request.headers.get("content-length") ?? 0) > mostBytes)
    throw new RefusalError("body_too_large");
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new RefusalError("body_too_large");
    chunks.push(chunk);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new RefusalError("invalid_request");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusalError("invalid_request");
  }
}
