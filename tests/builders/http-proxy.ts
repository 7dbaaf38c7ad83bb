import { once } from "node:events";
import { Agent, createServer, request as forwardRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** One request and its answer; times in milliseconds of the process's own clock. */
export interface ProxiedExchange {
  /** For DynamoDB its operation, `GetItem`; else method and path. */
  name: string;
  startedAtMs: number;
  endedAtMs: number;
  requestBody: string;
  responseBody: string;
}

/** Stands between the product and a part that speaks HTTP/1.1: remembers what passes, and can play dead. */
export async function startHttpProxy(target: string) {
  const exchanges: ProxiedExchange[] = [];
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(target);
  let mood: "up" | "down" | "silent" = "up";

  async function pass(request: IncomingMessage): Promise<{ answer: IncomingMessage; body: Buffer }> {
    const startedAtMs = performance.now();
    const sent = await buffer(request);
    const { method, url, headers } = request;
    const forward = forwardRequest({ hostname, port, method, path: url, headers, agent });
    forward.end(sent);
    const [answer] = (await once(forward, "response")) as [IncomingMessage];
    const body = await buffer(answer);
    const operation = headers["x-amz-target"];
    exchanges.push({
      name: typeof operation === "string" ? (operation.split(".")[1] ?? "") : `${method} ${url}`,
      startedAtMs,
      endedAtMs: performance.now(),
      requestBody: sent.toString("utf8"),
      responseBody: body.toString("utf8"),
    });
    return { answer, body };
  }

  const server = createServer((request, response) => {
    if (mood === "down") return void request.socket.destroy();
    if (mood === "silent") return;
    pass(request).then(
      ({ answer, body }) => response.writeHead(answer.statusCode ?? 502, answer.rawHeaders).end(body),
      () => response.destroy(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    /** From now on every connection breaks. */
    goDown() {
      mood = "down";
      server.closeAllConnections();
    },
    /** From now on requests are taken and never answered. */
    fallSilent() {
      mood = "silent";
    },
    comeBack() {
      mood = "up";
    },
    close() {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * How many round trips these were one after another: of exchanges that overlap in time, only one counts (the longest row
 * of exchanges of which each began after the one before had ended).
 */
export function roundTripsOf(
  exchanges: readonly Pick<ProxiedExchange, "startedAtMs" | "endedAtMs">[],
): number {
  let count = 0;
  let freeAtMs = Number.NEGATIVE_INFINITY;
  for (const { startedAtMs, endedAtMs } of [...exchanges].sort((a, b) => a.endedAtMs - b.endedAtMs)) {
    if (startedAtMs < freeAtMs) continue;
    count += 1;
    freeAtMs = endedAtMs;
  }
  return count;
}
