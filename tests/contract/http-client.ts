import { expect } from "vitest";
import { createPf360 } from "#layer/pf360/create-pf360.ts";
import { createHttpExchange } from "#layer/pf360/http-exchange.ts";
import { type Pf360Client, Pf360Error } from "#layer/pf360/pf360-client.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { testTenant } from "#tests/builders/tenant.ts";
import type { EndpointCase, Scene } from "./endpoint-cases.ts";

export interface HttpClientOptions {
  baseUrl: string;
  bearer: string;
  scene: Pick<Scene, "clientId" | "customerId">;
  /** Until the deadline of a call. */
  leftMs?: number;
}

/** The client over real axios for an endpoint's tenant. Waits between tries take no time. */
export function httpClientOf(
  { variant }: Pick<EndpointCase, "variant">,
  { baseUrl, bearer, scene, leftMs = 10_000 }: HttpClientOptions,
): Pf360Client {
  const clock = settableClock();
  const exchange = createHttpExchange({ baseUrl, timeoutMs: leftMs, clock, sleep: async () => undefined });
  return createPf360(exchange)({
    tenant: testTenant({ client_id: scene.clientId, ...variant }),
    customerId: scene.customerId,
    bearer,
    deadlineMs: clock.nowMs() + 10_000,
  });
}

/** The code with which a call fails; a result or another error fails the test. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    (result) => expect.fail(`expected an error, got ${JSON.stringify(result)}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Pf360Error);
  return (error as Pf360Error).code;
}
