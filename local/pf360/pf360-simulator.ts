import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "#layer/clock.ts";
import { AppError } from "#layer/errors.ts";
import { createSampleEngine, type SampleEngine } from "#layer/pf360/sample/engine.ts";
import type { SampleSwitches } from "#layer/pf360/sample/switches.ts";
import { adminPrefix, createAdmin } from "./admin.ts";
import type { HttpAnswer } from "./answer.ts";
import { createFaultList, type FaultList, type MadeAnswer, planRequest } from "./faults.ts";
import { createIssuer, discoveryPath, type Issuer, jwksPath, pf360Audience } from "./issuer.ts";
import { createRequestLog, type LoggedRequest } from "./request-log.ts";

interface Options {
  /** On loopback; 0: any free port. */
  port: number;
  clock: Clock;
  /** The engine to serve; made with `seed` and `switches` when absent. */
  engine?: SampleEngine | undefined;
  seed?: string | undefined;
  switches?: Partial<SampleSwitches> | undefined;
  /** The `iss` of tokens; the simulator's own address unless said. */
  issuer?: string | undefined;
}

export interface Pf360Simulator {
  /** Base address of API, issuer and admin, without a slash at the end. */
  url: string;
  issuer: string;
  audience: string;
  jwksUrl: string;
  engine: SampleEngine;
  /** A bearer as `POST /_simulator/tokens` gives it. */
  issueToken: Issuer["issue"];
  faults: FaultList;
  requests(): LoggedRequest[];
  /** Leaves nothing open: connections, delayed answers and late commits end here. */
  close(): Promise<void>;
}

/**
 * PF360 over HTTP on loopback: its API on an engine's sample data, an issuer of customers' bearers, and the admin under
 * `/_simulator`.
 *
 * @throws AppError `port_in_use`
 */
export async function startPf360Simulator(options: Options): Promise<Pf360Simulator> {
  const engine =
    options.engine ??
    createSampleEngine({ clock: options.clock, seed: options.seed, switches: options.switches });
  const closing = new AbortController();
  const requests = createRequestLog();
  const faults = createFaultList((pathname) => pathname === jwksPath || pathname === discoveryPath);
  let url = "";
  const issuerUrl = () => options.issuer ?? url;
  const issuer = await createIssuer({ issuerUrl, baseUrl: () => url, clock: engine.clock });
  let epoch = 0;
  const admin = createAdmin({
    engine,
    issuer,
    faults,
    requests,
    onReset() {
      epoch++;
      faults.clear();
      requests.clear();
    },
  });

  async function carryOut(request: IncomingMessage, pathname: string, body: unknown): Promise<HttpAnswer> {
    const method = request.method ?? "GET";
    const issued = issuer.answer(method, pathname);
    if (issued) return issued;
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
    const identity = bearer === undefined ? undefined : await issuer.verify(bearer);
    if (!identity) return { status: 401, body: { message: "Unauthorized" } };
    if (request.headers.client_id !== identity.clientId)
      return { status: 403, body: { message: "Forbidden" } };
    return engine.handle({ method, path: request.url ?? "/", body }, identity);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://simulator");
    const method = request.method ?? "GET";
    const bodyText = await text(request);
    if (pathname === adminPrefix || pathname.startsWith(`${adminPrefix}/`)) {
      send(response, await admin(method, pathname, bodyText));
      return;
    }
    const body = parseBody(bodyText);
    const entry = requests.add({
      at: new Date(engine.clock.nowMs()).toISOString(),
      method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: request.headers,
      body: body ?? null,
    });
    const plan = planRequest(faults.take(method, pathname));
    const epochAtStart = epoch;
    const committed =
      plan.commitAtMs === undefined
        ? undefined
        : after(plan.commitAtMs).then(() => {
            if (epoch !== epochAtStart) throw new AppError("reset", "the data were made anew meanwhile");
            return carryOut(request, pathname, body);
          });
    committed?.catch(() => undefined);
    await after(plan.replyAtMs);
    const carriedOut = plan.afterCommit ? await committed : undefined;
    const { reply } = plan;
    if (reply.kind === "cut") {
      cut(response, reply.first);
      return;
    }
    const answer = reply.kind === "made" ? reply : carriedOut;
    if (!answer) return;
    entry.status = answer.status;
    send(response, answer);
  }

  async function after(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: closing.signal });
  }

  const server = createServer((request, response) => {
    // What is under way when the simulator closes or is reset ends as a broken connection.
    serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE" ? new AppError("port_in_use", `port ${options.port} is in use`) : error,
      ),
    );
    server.listen(options.port, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    issuer: issuerUrl(),
    audience: pf360Audience,
    jwksUrl: `${url}${jwksPath}`,
    engine,
    issueToken: issuer.issue,
    faults,
    requests: requests.all,
    close: () =>
      new Promise<void>((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parseBody(bodyText: string): unknown {
  if (bodyText === "") return undefined;
  try {
    return JSON.parse(bodyText);
  } catch {
    return bodyText;
  }
}

function send(response: ServerResponse, answer: HttpAnswer | MadeAnswer): void {
  const payload = "text" in answer ? answer.text : JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(payload),
  });
  response.end(payload);
}

/** Breaks the connection; with a beginning, after the head and these bytes of a longer answer. */
function cut(response: ServerResponse, first: MadeAnswer | undefined): void {
  if (!first) {
    response.destroy();
    return;
  }
  response.writeHead(first.status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(first.text) + 1000,
  });
  response.write(first.text, () => response.destroy());
}
