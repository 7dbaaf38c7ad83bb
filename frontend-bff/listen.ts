import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { AppError } from "#layer/errors.ts";

export interface Listening {
  url: string;
  port: number;
  /** Takes no new request, lets running answers end for `graceMs`, then cuts the rest. */
  close(graceMs?: number): Promise<void>;
}

const standardGraceMs = 10_000;

/** A Hono app as a listener of `node:http`, for hosts that put something before or behind it. */
export function listenerOf(app: {
  fetch: (request: Request) => Response | Promise<Response>;
}): RequestListener {
  return getRequestListener((request) => app.fetch(request), { overrideGlobalObjects: false });
}

/**
 * Listens with that listener. Port 0 takes any free one.
 * @throws AppError `port_in_use`
 */
export async function listen(
  listener: RequestListener,
  { port, hostname = "127.0.0.1" }: { port: number; hostname?: string },
): Promise<Listening> {
  const server = createServer(listener);
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
