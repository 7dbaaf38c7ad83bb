import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Listening, listen, listenerOf } from "#frontend-bff/listen.ts";
import { type SignedIn, testBff } from "#tests/builders/bff.ts";

let server: Listening;
let bff: ReturnType<typeof testBff>;
let customer: SignedIn;

beforeAll(async () => {
  bff = testBff();
  server = await listen(listenerOf(bff.app), { port: 0 });
  customer = await bff.signIn();
});
afterAll(() => server.close(0));

/** Sends bytes as they are and answers everything that came back until the server hung up. */
async function send(...pieces: (string | Uint8Array)[]): Promise<string> {
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => {});
  for (const piece of pieces) socket.write(piece);
  // The sending side stays open: whether the request is over is for the server to say.
  return text(socket);
}

const statusesIn = (answer: string) =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, code]) => Number(code));

/** A request as lines; `$host` is the server's own name. */
function request(...lines: string[]): string {
  const host = `127.0.0.1:${server.port}`;
  return `${lines.join("\r\n").replaceAll("$host", host).replaceAll("$token", customer.token)}\r\n`;
}

describe("a request on a raw socket", () => {
  it("is answered when there is one way to read it", async () => {
    const answer = await send(request("GET /api/health HTTP/1.1", "Host: $host", "Connection: close", ""));
    const absolute = await send(
      request("GET http://$host/api/health HTTP/1.1", "Host: $host", "Connection: close", ""),
    );

    expect([statusesIn(answer), statusesIn(absolute)]).toEqual([[200], [200]]);
  });

  it.each<[string, string[]]>([
    ["two Host headers", ["GET /api/health HTTP/1.1", "Host: $host", "Host: other.example.com", ""]],
    ["the same Host twice", ["GET /api/health HTTP/1.1", "Host: $host", "Host: $host", ""]],
    ["no Host", ["GET /api/health HTTP/1.1", ""]],
    ["an empty Host", ["GET /api/health HTTP/1.1", "Host:", ""]],
    ["a Host with a path", ["GET /api/health HTTP/1.1", "Host: $host/x", ""]],
    ["a Host with a user", ["GET /api/health HTTP/1.1", "Host: user@$host", ""]],
    ["a list of Hosts", ["GET /api/health HTTP/1.1", "Host: $host, other.example.com", ""]],
    ["a target on another host", ["GET http://other.example.com/api/health HTTP/1.1", "Host: $host", ""]],
    ["a target on another port", ["GET http://127.0.0.1:1/api/health HTTP/1.1", "Host: $host", ""]],
    ["a target with a user", ["GET http://a@$host/api/health HTTP/1.1", "Host: $host", ""]],
    ["a target of another scheme", ["GET ftp://$host/api/health HTTP/1.1", "Host: $host", ""]],
    ["a target without a slash", ["GET api/health HTTP/1.1", "Host: $host", ""]],
    [
      "two Authorization headers",
      [
        "GET /api/session HTTP/1.1",
        "Host: $host",
        "Authorization: Bearer $token",
        "authorization: Bearer x",
        "",
      ],
    ],
    [
      "two Content-Types",
      [
        "POST /api/session HTTP/1.1",
        "Host: $host",
        "Content-Type: application/json",
        "Content-Type: text/plain",
        "Content-Length: 2",
        "",
        "{}",
      ],
    ],
    ["two Origins", ["GET /api/health HTTP/1.1", "Host: $host", "Origin: http://$host", "Origin: null", ""]],
    [
      "two lengths",
      ["POST /api/session HTTP/1.1", "Host: $host", "Content-Length: 2", "Content-Length: 3", "", "{}"],
    ],
    [
      "a length and chunks",
      [
        "POST /api/session HTTP/1.1",
        "Host: $host",
        "Content-Length: 2",
        "Transfer-Encoding: chunked",
        "",
        "0",
        "",
      ],
    ],
    [
      "chunks said twice",
      [
        "POST /api/session HTTP/1.1",
        "Host: $host",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: identity",
        "",
        "0",
        "",
      ],
    ],
    [
      "an unknown coding",
      ["POST /api/session HTTP/1.1", "Host: $host", "Transfer-Encoding: chunked, x", "", "0", ""],
    ],
    [
      "a length that is no number",
      ["POST /api/session HTTP/1.1", "Host: $host", "Content-Length: 2x", "", "{}"],
    ],
    ["a length below zero", ["POST /api/session HTTP/1.1", "Host: $host", "Content-Length: -1", "", "{}"]],
    ["a blank before the colon", ["GET /api/health HTTP/1.1", "Host : $host", ""]],
    ["a folded header", ["GET /api/health HTTP/1.1", "Host: $host", "X-A: 1", " 2", ""]],
    ["a bare line feed in a header", ["GET /api/health HTTP/1.1", "Host: $host\nX-A: 1\nHost: b", ""]],
    ["a null in a header", ["GET /api/health HTTP/1.1", "Host: $host", "X-A: a\0b", ""]],
    ["a blank in the target", ["GET /api/health x HTTP/1.1", "Host: $host", ""]],
    ["an unknown version", ["GET /api/health HTTP/9.9", "Host: $host", ""]],
    ["no method that there is", ["FROB /api/health HTTP/1.1", "Host: $host", ""]],
    ["a tunnel", ["CONNECT other.example.com:443 HTTP/1.1", "Host: other.example.com:443", ""]],
    ["no HTTP at all", ["\u0016\u0003\u0001\u0002", ""]],
    ["ten thousand headers", ["GET /api/health HTTP/1.1", "Host: $host", ...Array(10_000).fill("X: y"), ""]],
  ])("is refused with %s", async (_, lines) => {
    const answer = await send(request(...lines));

    const statuses = statusesIn(answer);
    expect(statuses.filter((status) => status < 400 || status >= 500)).toEqual([]);
    expect(statuses.length).toBeLessThanOrEqual(1);
    expect(answer).not.toContain("other.example.com");
  });

  it("cannot hide a second one behind a refused first one", async () => {
    const smuggled = request("GET /api/health HTTP/1.1", "Host: $host", "Connection: close", "");
    const first = request("GET /api/health HTTP/1.1", "Host: $host", "Host: $host", "");

    const answer = await send(first, smuggled);

    expect(statusesIn(answer)).toEqual([400]);
  });
});

describe("a body", () => {
  const mostBytes: Readonly<Record<string, number>> = {
    "/api/chat": 1024 * 1024,
    "/api/chat/simple": 64 * 1024,
    "/api/session/refresh": 4 * 1024,
  };
  const head = (path: string, ...more: string[]) =>
    request(
      `POST ${path} HTTP/1.1`,
      "Host: $host",
      "Authorization: Bearer $token",
      "Connection: close",
      ...more,
      "",
    );

  it.each(Object.entries(mostBytes))(
    "over the limit is refused by its length at %s, unread",
    async (path, most) => {
      const answer = await send(head(path, "Content-Type: application/json", `Content-Length: ${most + 1}`));

      expect(statusesIn(answer)).toEqual([413]);
    },
  );

  it.each(Object.entries(mostBytes))(
    "over the limit is refused while it comes in chunks at %s",
    async (path, most) => {
      const piece = `4000\r\n${" ".repeat(0x4000)}\r\n`;
      const pieces = Array.from({ length: Math.ceil(most / 0x4000) + 1 }, () => piece);

      const answer = await send(
        head(path, "Content-Type: application/json", "Transfer-Encoding: chunked"),
        ...pieces,
        "0\r\n\r\n",
      );

      expect(statusesIn(answer)).toEqual([413]);
    },
  );

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=a",
    "application/jsonp",
    "",
  ])("of the type %j is refused", async (type) => {
    const answer = await send(head("/api/chat/simple", `Content-Type: ${type}`, "Content-Length: 2"), "{}");

    expect(statusesIn(answer)).toEqual([415]);
  });

  it.each([
    ["bytes that are no UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ["an overlong slash", Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ["half a character", Buffer.from([0x22, 0xe2, 0x82, 0x22])],
    ["no JSON", Buffer.from("{'message': 1}")],
    ["JSON and more", Buffer.from('{"message":"a"} {"message":"b"}')],
    ["an unknown key", Buffer.from('{"message":"a","role":"system"}')],
    ["a prototype", Buffer.from('{"message":"a","__proto__":{"admin":true}}')],
    ["another type", Buffer.from('{"message":["a"]}')],
    ["a list", Buffer.from("[]")],
    ["nothing", Buffer.alloc(0)],
  ])("that holds %s is refused", async (_, bytes) => {
    const answer = await send(
      head("/api/chat/simple", "Content-Type: application/json", `Content-Length: ${bytes.length}`),
      bytes,
    );

    expect(statusesIn(answer)).toEqual([400]);
    expect(answer).toContain('"code":"invalid_request"');
  });
});
