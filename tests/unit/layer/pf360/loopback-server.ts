import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface SeenRequest {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage["headers"];
  /** Of the client's side: the same port is the same connection. */
  port: number | undefined;
}

/** A real server on loopback for one test; `answer` is handed the number of the request from 1 on. */
export async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse, number: number) => void,
): Promise<{ url: string; seen: SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const listener: RequestListener = (request, response) => {
    seen.push({
      method: request.method,
      url: request.url,
      headers: request.headers,
      port: request.socket.remotePort,
    });
    const number = seen.length;
    request.resume().once("end", () => answer(request, response, number));
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
