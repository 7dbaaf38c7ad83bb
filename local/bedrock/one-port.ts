import { createServer as createHttp1, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttp2, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { createServer, type Socket } from "node:net";
import { AppError } from "#layer/errors.ts";

export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;

/**
 * Serves HTTP/1.1 and HTTP/2 without TLS on one loopback port, told apart by the first bytes: the JS SDK's runtime client
 * begins with the HTTP/2 preface, boto3 and the control-plane client with a request line. Port 0 takes a free one.
 * @throws AppError `port_in_use`
 */
export async function listenOnOnePort(
  port: number,
  handle: (request: HttpRequest, response: HttpResponse) => void,
): Promise<{ port: number; close(): Promise<void> }> {
  const http1 = createHttp1({ keepAliveTimeout: 75_000 }, handle);
  const http2 = createHttp2(handle);
  http2.on("sessionError", () => {});
  const sockets = new Set<Socket>();
  const door = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => {});
    socket.once("readable", () => {
      const first: Buffer | null = socket.read();
      if (first === null) return void socket.destroy();
      socket.unshift(first);
      if (first.subarray(0, 3).toString("latin1") === "PRI") return void http2.emit("connection", socket);
      http1.emit("connection", socket);
      // The 'readable' listener has left it paused; HTTP/2 takes the handle itself and must not be resumed.
      socket.resume();
    });
  });
  await new Promise<void>((resolve, reject) => {
    door.once("error", reject).listen(port, "127.0.0.1", resolve);
  }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EADDRINUSE") throw cause;
    throw new AppError("port_in_use", `Port ${port} is in use; choose another with LOCAL_BEDROCK_PORT.`, {
      cause,
    });
  });
  const address = door.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    close() {
      const closed = new Promise<void>((resolve) => door.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      http1.close();
      return closed;
    },
  };
}
