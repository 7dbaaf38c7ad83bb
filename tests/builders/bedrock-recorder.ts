import { once } from "node:events";
import { connect, createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { EventStreamCodec } from "@smithy/core/event-streams";

/** One InvokeAgent as it went over the wire. */
export interface RecordedInvocation {
  path: string;
  requestHeaders: string;
  requestBody: string;
  responseHeaders: string;
  /** The payload of each frame, in order; those of traces are whole JSON. */
  frames: string[];
  /** The text of all chunks. */
  text: string;
}

/**
 * Stands between the BFF's SDK client and the local Bedrock, speaks HTTP/2 without TLS to both as they do, changes
 * nothing and remembers everything.
 */
export async function startBedrockRecorder(target: string) {
  const upstream = connect(target);
  upstream.on("error", () => {});
  const raw: {
    path: string;
    headers: IncomingHttpHeaders;
    request: Buffer[];
    answer: IncomingHttpHeaders;
    response: Buffer[];
  }[] = [];
  const server = createServer();
  server.on("sessionError", () => {});
  server.on("stream", (stream: ServerHttp2Stream, headers) => {
    const entry = {
      path: headers[":path"] ?? "",
      headers,
      request: [] as Buffer[],
      answer: {},
      response: [] as Buffer[],
    };
    raw.push(entry);
    const { ":authority": _own, ":scheme": _scheme, host: _host, ...passed } = headers;
    const forward = upstream.request(passed);
    stream.on("data", (chunk: Buffer) => entry.request.push(chunk));
    forward.on("data", (chunk: Buffer) => entry.response.push(chunk));
    stream.pipe(forward);
    forward.once("response", (answer) => {
      entry.answer = answer;
      if (stream.destroyed) return;
      stream.respond(answer);
      forward.pipe(stream);
    });
    stream.on("error", () => {}).once("close", () => forward.close());
    forward.on("error", () => stream.close());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    invocations: (): RecordedInvocation[] =>
      raw.map(({ path, headers, request, answer, response }) => {
        const frames = payloadsOf(Buffer.concat(response));
        return {
          path,
          requestHeaders: JSON.stringify(headers),
          requestBody: Buffer.concat(request).toString("utf8"),
          responseHeaders: JSON.stringify(answer),
          frames,
          text: textOf(frames),
        };
      }),
    close() {
      upstream.destroy();
      server.close();
    },
  };
}

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => new TextEncoder().encode(text),
);

/** Frames one after another, each beginning with its own length. */
function payloadsOf(stream: Buffer): string[] {
  const payloads: string[] = [];
  for (let at = 0; at + 4 <= stream.length; ) {
    const length = stream.readUInt32BE(at);
    if (at + length > stream.length) break;
    payloads.push(Buffer.from(codec.decode(stream.subarray(at, at + length)).body).toString("utf8"));
    at += length;
  }
  return payloads;
}

function textOf(frames: readonly string[]): string {
  const chunks = frames.map((frame) => (JSON.parse(frame) as { bytes?: string }).bytes ?? "");
  return Buffer.concat(chunks.map((bytes) => Buffer.from(bytes, "base64"))).toString("utf8");
}
