import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError } from "#layer/errors.ts";

export type NodeListener = (request: IncomingMessage, response: ServerResponse) => void;

/** Who answers which paths of the one port: the BFF `/api`, the chooser's routes `/local`, the page all else. */
export interface Listeners {
  api: NodeListener;
  local: NodeListener;
  /** Handed the server, for a development page that wants its own socket on the same port. */
  page: (server: Server) => Promise<{ listener: NodeListener; close(): Promise<void> }>;
}

/**
 * The page and the BFF on one port of loopback.
 * @throws AppError `port_in_use`
 */
export async function startPageServer(port: number, { api, local, page }: Listeners) {
  const server = createServer();
  const pages = await page(server);
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? "/";
    if (path.startsWith("/api/")) api(request, response);
    else if (path.startsWith("/local/")) local(request, response);
    else pages.listener(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new AppError("port_in_use", `port ${port} is in use`) : error),
    );
    server.listen(port, "127.0.0.1", resolve);
  }).catch(async (error: unknown) => {
    await pages.close();
    throw error;
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async close() {
      await pages.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
