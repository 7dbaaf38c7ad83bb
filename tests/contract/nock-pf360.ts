import nock from "nock";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import type { Pf360Client } from "#layer/pf360/pf360-client.ts";
import { type EndpointCase, testScene } from "./endpoint-cases.ts";
import { httpClientOf } from "./http-client.ts";

/** On loopback, since nock lets a socket begin to connect and the guard on sockets sees that; nothing listens there. */
export const baseUrl = "http://127.0.0.1:9";
/** Looked for in whatever leaves the client. */
export const bearer = "canary.bearer.token";

/** The client as `httpClientOf` makes it, for the test scene. */
export function httpClient(endpoint: Pick<EndpointCase, "variant">, leftMs?: number): Pf360Client {
  return httpClientOf(endpoint, { baseUrl, bearer, scene: testScene, ...(leftMs && { leftMs }) });
}

export interface Reply {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  delayMs?: number;
  times?: number;
}

/** Expects the endpoint's exact request, headers and body included, and answers it. */
export function answerWith(
  endpoint: EndpointCase,
  { status = 200, body, headers, delayMs = 0, times = 1 }: Reply,
): void {
  const sent = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
  nock(baseUrl, {
    reqheaders: {
      authorization: `Bearer ${bearer}`,
      client_id: testScene.clientId,
      "content-type": "application/json",
    },
  })
    .intercept(endpoint.path(testScene), endpoint.method, endpoint.body?.(testScene))
    .times(times)
    .delay(delayMs)
    .reply(status, sent, { "Content-Type": "application/json", ...headers });
}

/** Calls the endpoint, which is to answer this body with 200. */
export async function resultOf(endpoint: EndpointCase, body: unknown): Promise<unknown> {
  answerWith(endpoint, { body });
  return endpoint.call(httpClient(endpoint), testScene);
}

/** To be called once in each file: nothing else is reachable, and every expected request must have been made. */
export function mockPf360(): void {
  beforeAll(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });
  afterEach(() => {
    const pending = nock.pendingMocks();
    nock.cleanAll();
    expect(pending).toEqual([]);
  });
  afterAll(() => {
    nock.abortPendingRequests();
    nock.enableNetConnect();
    nock.restore();
  });
}
