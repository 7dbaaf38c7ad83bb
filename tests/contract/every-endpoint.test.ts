import { inspect } from "node:util";
import nock from "nock";
import { describe, expect, it } from "vitest";
import { Pf360Error } from "#layer/pf360/pf360-client.ts";
import { endpointCases, testScene } from "./endpoint-cases.ts";
import { endpointFaults } from "./endpoint-faults.ts";
import { codeOf } from "./http-client.ts";
import { answerWith, baseUrl, bearer, httpClient, mockPf360 } from "./nock-pf360.ts";

mockPf360();

describe.each(endpointCases)("$name", (endpoint) => {
  const sentTimes = (readTries: number) => (endpoint.effect === "read" ? readTries : 1);

  it("reads a good answer", async () => {
    answerWith(endpoint, { body: endpoint.answer(testScene) });

    const result = await endpoint.call(httpClient(endpoint), testScene);

    endpoint.expectSound(result, testScene);
  });

  it("sends these headers and no others", async () => {
    let names: string[] = [];
    nock(baseUrl)
      .intercept(endpoint.path(testScene), endpoint.method, endpoint.body?.(testScene))
      .reply(200, ({ headers }: Request) => {
        names = [...headers.keys()];
        return JSON.stringify(endpoint.answer(testScene));
      });

    await endpoint.call(httpClient(endpoint), testScene);

    const expected = [
      "accept",
      "accept-encoding",
      "authorization",
      "client_id",
      "content-type",
      "host",
      "user-agent",
    ];
    const ofBody = endpoint.body ? ["content-length"] : [];
    expect(names.filter((name) => name !== "connection").sort()).toEqual([...expected, ...ofBody].sort());
  });

  it.each(endpointFaults)("classifies $name", async ({ status, body, headers, delayMs, code, readTries }) => {
    const leftMs = delayMs ? delayMs / 2 : 10_000;
    answerWith(endpoint, {
      status,
      body,
      ...(headers && { headers }),
      ...(delayMs && { delayMs }),
      times: sentTimes(readTries),
    });

    const failure = await codeOf(endpoint.call(httpClient(endpoint, leftMs), testScene));

    expect(failure).toBe(code[endpoint.effect]);
  });

  it.each(["ECONNREFUSED", "ECONNRESET", "ENOTFOUND"])(
    "says down when a connection never stood (%s): nothing was sent",
    async (code) => {
      nock(baseUrl)
        .intercept(endpoint.path(testScene), endpoint.method)
        .times(code === "ENOTFOUND" ? 1 : sentTimes(3))
        .replyWithError(Object.assign(new Error("no connection"), { code }));

      const failure = await codeOf(endpoint.call(httpClient(endpoint), testScene));

      expect(failure).toBe("down");
    },
  );

  it.each([
    {
      name: "an answer with private text",
      reply: { status: 500, body: '{"message":"PRIVATE upstream text"}' },
    },
    { name: "garbage", reply: { status: 200, body: "PRIVATE upstream text" } },
  ])("keeps bearer and upstream text out of the error of $name", async ({ reply }) => {
    answerWith(endpoint, { ...reply, times: reply.status === 500 ? sentTimes(3) : 1 });

    const error: unknown = await endpoint
      .call(httpClient(endpoint), testScene)
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(Pf360Error);
    const everything = inspect(error, { depth: 20, showHidden: true });
    expect(everything).not.toContain(bearer);
    expect(everything).not.toContain("PRIVATE");
  });

  it("keeps the bearer out of the error of a broken connection", async () => {
    nock(baseUrl)
      .intercept(endpoint.path(testScene), endpoint.method)
      .times(sentTimes(3))
      .replyWithError(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));

    const error: unknown = await endpoint
      .call(httpClient(endpoint), testScene)
      .catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(Pf360Error);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(bearer);
  });
});
