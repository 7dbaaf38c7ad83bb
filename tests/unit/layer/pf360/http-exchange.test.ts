import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type ExchangeAnswer, type ExchangeRequest, unreadable } from "#layer/pf360/exchange.ts";
import { createHttpExchange } from "#layer/pf360/http-exchange.ts";
import { Pf360Error } from "#layer/pf360/pf360-client.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { testTenant } from "#tests/builders/tenant.ts";
import { startServer } from "./loopback-server.ts";

const bearer = "canary.bearer.token";
const read: ExchangeRequest = { method: "GET", path: "/dashboard/get/TESTHOME/1", effect: "read" };
const write: ExchangeRequest = {
  method: "POST",
  path: "/schedule",
  body: { time: "13:00:00" },
  effect: "write",
};
const cancel: ExchangeRequest = { method: "GET", path: "/cancel-reschedule", effect: "write" };
const writes = [
  { name: "a POST", request: write },
  { name: "a GET that cancels", request: cancel },
];

interface Options {
  timeoutMs?: number;
  leftMs?: number;
  bearerSent?: string;
}

/** Waits between tries move the clock and take no time. */
function exchangeTo(
  baseUrl: string,
  { timeoutMs = 20_000, leftMs = 20_000, bearerSent = bearer }: Options = {},
) {
  const clock = settableClock();
  const waits: number[] = [];
  const exchange = createHttpExchange({
    baseUrl,
    timeoutMs,
    clock,
    random: () => 0.5,
    sleep: async (ms) => {
      waits.push(ms);
      clock.advance(ms / 1_000);
    },
  });
  const deadlineMs = clock.nowMs() + leftMs;
  const caller = { tenant: testTenant(), customerId: "1", bearer: bearerSent, deadlineMs };
  return { send: (request: ExchangeRequest) => exchange.send(request, caller), waits };
}

async function codeOf(sent: Promise<ExchangeAnswer>): Promise<string> {
  const error = await sent.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Pf360Error);
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(bearer);
  return (error as Pf360Error).code;
}

describe("a request", () => {
  it("carries the bearer, the tenant and the content type, and goes under the base URL's path", async () => {
    const { url, seen } = await startServer((_, response) => response.end("{}"));

    await exchangeTo(`${url}/api/`).send(read);

    expect(seen[0]).toMatchObject({ method: "GET", url: "/api/dashboard/get/TESTHOME/1" });
    expect(seen[0]?.headers).toMatchObject({
      authorization: `Bearer ${bearer}`,
      client_id: "TESTHOME",
      "content-type": "application/json",
    });
  });

  it("goes out whichever way the base URL's host is written", async () => {
    const { url } = await startServer((_, response) => response.end("{}"));
    const { send } = exchangeTo(url.replace("127.0.0.1", "LOCALHOST"));

    expect((await send(read)).status).toBe(200);
  });

  it("answers the status and the parsed body, compressed or not", async () => {
    const { url } = await startServer((_, response) => {
      response.writeHead(418, { "Content-Encoding": "gzip" }).end(gzipSync('{"message":"short and stout"}'));
    });

    const answer = await exchangeTo(url).send(read);

    expect(answer).toEqual({ status: 418, body: { message: "short and stout" } });
  });

  it.each(["", "two\r\nlines: x", "with space", "ünïcode", "x".repeat(9_000)])(
    "is not sent with a bearer that no header can hold (%#)",
    async (bearerSent) => {
      const { url, seen } = await startServer((_, response) => response.end("{}"));

      expect(await codeOf(exchangeTo(url, { bearerSent }).send(read))).toBe("reauth_required");
      expect(seen).toEqual([]);
    },
  );

  it("is not sent when its path leaves the base URL", async () => {
    const { url, seen } = await startServer((_, response) => response.end("{}"));

    expect(await codeOf(exchangeTo(`${url}/api`).send({ ...read, path: "/../admin" }))).toBe("not_found");
    expect(seen).toEqual([]);
  });

  it("follows no redirect", async () => {
    const { url, seen } = await startServer((_, response) =>
      response.writeHead(307, { Location: "/x" }).end(),
    );

    expect(await exchangeTo(url).send(read)).toEqual({ status: 307, body: undefined });
    expect(seen).toHaveLength(1);
  });
});

describe("a read", () => {
  it.each([429, 500, 503])("is tried again after %s", async (status) => {
    const { url, seen } = await startServer((_, response, number) => {
      if (number < 3) response.statusCode = status;
      response.end(`{"number":${number}}`);
    });
    const { send, waits } = exchangeTo(url);

    expect(await send(read)).toEqual({ status: 200, body: { number: 3 } });
    expect(seen).toHaveLength(3);
    expect(waits).toEqual([100, 200]);
  });

  it("is tried three times at most", async () => {
    const { url, seen } = await startServer((_, response) => response.writeHead(503).end());

    expect(await exchangeTo(url).send(read)).toEqual({ status: 503, body: undefined });
    expect(seen).toHaveLength(3);
  });

  it("is tried again after a reset and after a body that was cut", async () => {
    const { url, seen } = await startServer((request, response, number) => {
      if (number === 1) return void request.socket.resetAndDestroy();
      if (number > 2) return void response.end("{}");
      response.writeHead(200, { "Content-Length": "100" }).write('{"data":[');
      setImmediate(() => request.socket.destroy());
    });

    expect(await exchangeTo(url).send(read)).toEqual({ status: 200, body: {} });
    expect(seen).toHaveLength(3);
  });

  it("waits as long as Retry-After says", async () => {
    const { url } = await startServer((_, response, number) => {
      if (number === 1) response.writeHead(429, { "Retry-After": "2" });
      response.end("{}");
    });
    const { send, waits } = exchangeTo(url);

    await send(read);

    expect(waits).toEqual([2_000]);
  });

  it("is given up at once when Retry-After passes the deadline", async () => {
    const { url, seen } = await startServer((_, response) =>
      response.writeHead(429, { "Retry-After": "25" }).end(),
    );
    const { send, waits } = exchangeTo(url);

    expect(await send(read)).toEqual({ status: 429, body: undefined });
    expect(seen).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  it.each([400, 401, 403, 404, 409])("is not tried again after %s", async (status) => {
    const { url, seen } = await startServer((_, response) => response.writeHead(status).end());

    expect(await exchangeTo(url).send(read)).toEqual({ status, body: undefined });
    expect(seen).toHaveLength(1);
  });

  it("is down when nobody listens", async () => {
    expect(await codeOf(exchangeTo("http://127.0.0.1:1").send(read))).toBe("down");
  });

  it("is down when the whole of the body has not come by the deadline", async () => {
    const { url, seen } = await startServer((_, response) => {
      response.writeHead(200).write('{"data":[');
    });

    expect(await codeOf(exchangeTo(url, { leftMs: 150 }).send(read))).toBe("down");
    expect(seen).toHaveLength(1);
  });

  it("is down when the deadline has passed, and not sent", async () => {
    const { url, seen } = await startServer((_, response) => response.end("{}"));

    expect(await codeOf(exchangeTo(url, { leftMs: 0 }).send(read))).toBe("down");
    expect(seen).toEqual([]);
  });

  it("is down when the body is too long", async () => {
    const { url } = await startServer((_, response) => response.end("x".repeat(9 * 1024 * 1024)));

    expect(await codeOf(exchangeTo(url).send(read))).toBe("down");
  });

  it("goes over one kept connection", async () => {
    const { url, seen } = await startServer((_, response) => response.end("{}"));
    const { send } = exchangeTo(url);

    for (let sent = 0; sent < 3; sent += 1) await send(read);

    expect(new Set(seen.map(({ port }) => port)).size).toBe(1);
  });
});

describe.each(writes)("a write ($name)", ({ request }) => {
  it.each([429, 500, 503])("is sent once when it answers %s", async (status) => {
    const { url, seen } = await startServer((_, response) => response.writeHead(status).end());

    expect(await exchangeTo(url).send(request)).toEqual({ status, body: undefined });
    expect(seen).toHaveLength(1);
  });

  it("is open, and sent once, when the connection is reset after sending", async () => {
    const { url, seen } = await startServer(({ socket }) => socket.resetAndDestroy());

    expect(await codeOf(exchangeTo(url).send(request))).toBe("unknown_outcome");
    expect(seen).toHaveLength(1);
  });

  it("is open when the connection ends after sending", async () => {
    const { url } = await startServer(({ socket }) => socket.end());

    expect(await codeOf(exchangeTo(url).send(request))).toBe("unknown_outcome");
  });

  it("is open when the answer is cut", async () => {
    const { url, seen } = await startServer(({ socket }, response) => {
      response.writeHead(200, { "Content-Length": "100" }).write('{"data":true');
      setImmediate(() => socket.destroy());
    });

    expect(await codeOf(exchangeTo(url).send(request))).toBe("unknown_outcome");
    expect(seen).toHaveLength(1);
  });

  it("is refused when the answer is cut behind a status that refuses", async () => {
    const { url } = await startServer(({ socket }, response) => {
      response.writeHead(409, { "Content-Length": "100" }).write('{"mess');
      setImmediate(() => socket.destroy());
    });

    expect(await exchangeTo(url).send(request)).toEqual({ status: 409, body: unreadable });
  });

  it("is open when no answer has come by the deadline", async () => {
    const { url, seen } = await startServer(() => undefined);

    expect(await codeOf(exchangeTo(url, { timeoutMs: 150 }).send(request))).toBe("unknown_outcome");
    expect(seen).toHaveLength(1);
  });

  it("is down, and not sent, with too little time left", async () => {
    const { url, seen } = await startServer((_, response) => response.end("{}"));

    expect(await codeOf(exchangeTo(url, { leftMs: 1_999 }).send(request))).toBe("down");
    expect(seen).toEqual([]);
  });

  it("is down when nobody listens: nothing was sent", async () => {
    expect(await codeOf(exchangeTo("http://127.0.0.1:1").send(request))).toBe("down");
  });

  it("is down when TLS cannot be agreed: nothing was sent", async () => {
    const { url, seen } = await startServer((_, response) => response.end("{}"));

    expect(await codeOf(exchangeTo(url.replace("http:", "https:")).send(request))).toBe("down");
    expect(seen).toEqual([]);
  });

  it("goes over a connection of its own, so that no stale one can leave it open", async () => {
    const { url, seen } = await startServer((_, response) => response.end("{}"));
    const { send } = exchangeTo(url);

    await send(read);
    await send(request);
    await send(request);

    expect(new Set(seen.map(({ port }) => port)).size).toBe(3);
  });
});

describe("a body from the JSON test suite", () => {
  const folder = fileURLToPath(
    new URL("../../../../../shared/data/json-test-suite/test_parsing/", import.meta.url),
  );

  it("is what JSON.parse makes of it, or unreadable", async () => {
    const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
    expect(names.length, "the shared JSON test suite is missing").toBeGreaterThan(300);
    const { url } = await startServer(({ url: path = "" }, response) => {
      response.end(readFileSync(`${folder}${names[Number(path.slice(1))]}`));
    });
    const { send } = exchangeTo(url);

    for (const [index, name] of names.entries()) {
      const { body } = await send({ ...read, path: `/${index}` });
      if (name.startsWith("y_")) expect(body, name).not.toBe(unreadable);
      // A byte order mark and a file without content are read kindly; both are no answer in the end.
      if (name.startsWith("n_")) expect([unreadable, undefined], name).toContain(body);
    }
  });
});
