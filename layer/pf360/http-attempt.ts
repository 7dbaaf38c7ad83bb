import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from "node:http";
import https from "node:https";
import axios, { AxiosError, type AxiosResponse } from "axios";
import { type ExchangeAnswer, type ExchangeRequest, unreadable } from "./exchange.ts";
import { type Pf360Caller, Pf360Error } from "./pf360-client.ts";

export type AttemptResult =
  | { kind: "answered"; answer: ExchangeAnswer; retryAfter: string | undefined }
  | {
      kind: "failed";
      /** False only when surely nothing reached PF360. */
      wasSent: boolean;
      /** It may be over in a moment: a reset, a cut, a refused connection. Not the deadline and not a bad certificate. */
      isPassing: boolean;
      /** Names the code alone; axios's own error holds the bearer. */
      cause: Error;
    };

/** One request over the wire and what became of it; never throws but for a path that leaves the base URL. */
export type Attempt = (
  request: ExchangeRequest,
  caller: Pf360Caller,
  leftMs: number,
) => Promise<AttemptResult>;

/** Ninety projects are under 2 MB; more is not a dashboard. */
const longestBodyBytes = 8 * 1024 * 1024;

/** Sends requests under a base URL; reads share kept-alive connections. */
export function createAttempt(baseUrl: string): Attempt {
  // As `URL` writes it (host in lower case, no standard port), so that the check below compares like with like.
  const base = new URL(baseUrl).href.replace(/\/+$/, "");
  const kept = {
    httpAgent: new http.Agent({ keepAlive: true }),
    httpsAgent: new https.Agent({ keepAlive: true }),
  };
  const single = { httpAgent: new http.Agent(), httpsAgent: new https.Agent() };
  const client = axios.create({
    adapter: "http",
    proxy: false,
    maxRedirects: 0,
    maxContentLength: longestBodyBytes,
    maxBodyLength: 64 * 1024,
    responseType: "text",
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  });

  return async (request, caller, leftMs) => {
    const url = `${base}${request.path}`;
    if (new URL(url).href !== url) throw new Pf360Error("not_found");
    const wire = watchedTransport(url);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), leftMs);
    try {
      const response = await client.request<unknown>({
        url,
        method: request.method,
        headers: headersOf(caller),
        ...(request.body && { data: JSON.stringify(request.body) }),
        ...(request.effect === "read" ? kept : single),
        transport: wire.transport,
        signal: abort.signal,
      });
      return answered(response, parseJson(response.data));
    } catch (error) {
      return resultOfError(error, wire.wasConnected());
    } finally {
      clearTimeout(timer);
    }
  };
}

function headersOf({ bearer, tenant }: Pf360Caller): Record<string, string> {
  return {
    authorization: `Bearer ${bearer}`,
    client_id: tenant.client_id,
    "Content-Type": "application/json",
  };
}

/**
 * Node's own client, watched: as long as its socket is still connecting (for TLS, until its handshake is done), nothing has
 * been sent. Where there is a doubt, it counts as connected.
 */
function watchedTransport(url: string) {
  const isSecure = url.startsWith("https:");
  let isConnected = false;
  const transport = {
    request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest {
      const request = (isSecure ? https : http).request(options, onResponse);
      request.once("socket", (socket) => {
        isConnected = !socket.connecting;
        if (isConnected) return;
        socket.once(isSecure ? "secureConnect" : "connect", () => {
          isConnected = true;
        });
      });
      return request;
    },
  };
  return { transport, wasConnected: () => isConnected };
}

function resultOfError(error: unknown, wasConnected: boolean): AttemptResult {
  const { response, code = "" } = axios.isAxiosError(error) ? error : new AxiosError();
  // A body that was cut or too long shares its code with other failures. Where the status is a refusal, it says all.
  if (response && response.status >= 400 && response.status < 500) return answered(response, unreadable);
  return {
    kind: "failed",
    wasSent: wasConnected || response !== undefined,
    isPassing: passingCodes.has(code) || (code === "ERR_BAD_RESPONSE" && response !== undefined),
    cause: new Error(/^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : "unknown"),
  };
}

/** Node's system errors on a connection that another try may not meet. */
const passingCodes: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

function answered({ status, headers }: AxiosResponse, body: unknown): AttemptResult {
  const retryAfter: unknown = headers["retry-after"];
  return {
    kind: "answered",
    answer: { status, body },
    retryAfter: typeof retryAfter === "string" ? retryAfter : undefined,
  };
}

function parseJson(text: unknown): unknown {
  if (typeof text !== "string" || text.trim() === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return unreadable;
  }
}
