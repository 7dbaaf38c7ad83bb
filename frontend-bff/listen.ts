import { createServer, type RequestListener, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { AppError } from "#layer/errors.ts";
import type { HostBindings } from "./middleware/admission.ts";
import { isAmbiguous } from "./raw-request.ts";

export interface Listening {
  url: string;
  port: number;
  /** Takes no new request, lets running answers end for `graceMs`, then cuts the rest. */
  close(graceMs?: number): Promise<void>;
}

const standardGraceMs = 10_000;

/** A client that sends its request drop by drop is cut off; how long an answer takes is not limited by these. */
const receiving: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
};

const ambiguous = JSON.stringify({ error: { code: "invalid_request", retryable: false } });

/**
 * A Hono app as a listener of `node:http`, for hosts that put something before or behind it. Requests that can be read in two ways are
 * refused before the app sees them, and their connection is closed.
 */
export function listenerOf(app: {
  fetch: (request: Request, host: HostBindings) => Response | Promise<Response>;
}): RequestListener {
  const listener = getRequestListener(
    (request, { incoming }) => app.fetch(request, { peer: incoming.socket?.remoteAddress }),
    { overrideGlobalObjects: false },
  );
  return (incoming, outgoing) => {
    if (!isAmbiguous(incoming)) return listener(incoming, outgoing);
    outgoing.writeHead(400, { "content-type": "application/json", connection: "close" }).end(ambiguous);
  };
}

/**
 * Listens with that listener. Port 0 takes any free one.
 * @throws AppError `port_in_use`
 */
export async function listen(
  listener: RequestListener,
  { port, hostname = "127.0.0.1" }: { port: number; hostname?: string },
): Promise<Listening> {
  const server = createServer(receiving, listener);
  const { promise: listening, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", (cause: NodeJS.ErrnoException) =>
    reject(
      cause.code === "EADDRINUSE" ? new AppError("port_in_use", `port ${port} is in use`, { cause }) : cause,
    ),
  );
  server.listen(port, hostname, resolve);
  await listening;
  const address = server.address() as AddressInfo;
  let isClosing = false;
  server.on("request", (_request, response) => {
    // A connection kept alive becomes idle a moment after its last answer.
    response.once("close", () => isClosing && setImmediate(() => server.closeIdleConnections()));
  });
  return {
    url: `http://${hostname}:${address.port}`,
    port: address.port,
    async close(graceMs = standardGraceMs) {
      isClosing = true;
      const { promise: closed, resolve: onClosed } = Promise.withResolvers<void>();
      server.close(() => onClosed());
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(cut);
    },
  };
}
