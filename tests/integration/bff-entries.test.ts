import { spawn } from "node:child_process";
import { once } from "node:events";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { limitFigures } from "#frontend-bff/limits/limit-figures.ts";
import { keyRingJson } from "#tests/builders/key-rings.ts";

const variables = {
  AWS_REGION: "us-east-1",
  AWS_EC2_METADATA_DISABLED: "true",
  ENVIRONMENT: "dev",
  PORT: "0",
  DYNAMODB_SESSION_TABLE: "bedrock-sessions-dev",
  SESSION_TOKEN_KEYS: keyRingJson("k1"),
  SESSION_SEAL_KEYS: keyRingJson("s1"),
  SUBJECT_KEYS: keyRingJson("u1"),
  SUPERVISOR_AGENT_ID: "LOCAL00001",
  SUPERVISOR_AGENT_ALIAS_ID: "LIVE000000",
  PF360_ISSUER: "http://127.0.0.1:1",
  PF360_AUDIENCE: "pf360-customer",
  PF360_JWKS_URL: "http://127.0.0.1:1/jwks",
};

function startServer(env: Record<string, string>) {
  const entry = fileURLToPath(new URL("../../frontend-bff/server.ts", import.meta.url));
  const child = spawn(process.execPath, [entry], { env, stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  return { child, said };
}

describe("the BFF as a process of its own", () => {
  it("starts on its variables and ends in order on SIGTERM", async () => {
    const { child, said } = startServer(variables);
    await once(child.stdout, "data");

    child.kill("SIGTERM");
    const [code] = (await once(child, "close")) as [number];

    expect(said).toMatchObject({ err: "" });
    expect(said.out).toContain('"event":"server-start"');
    expect(said.out).toContain('"event":"server-end"');
    expect(code).toBe(0);
  });

  it("says which variable is missing, and ends with an error code", async () => {
    const { SESSION_TOKEN_KEYS: _missing, ...rest } = variables;
    const { child, said } = startServer(rest);

    const [code] = (await once(child, "close")) as [number];

    expect(code).toBe(1);
    expect(said.err).toContain("SESSION_TOKEN_KEYS is not set");
    expect(said.err.trim().split("\n")).toHaveLength(1);
  });
});

describe("the BFF as a Lambda", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  /** The handler as Lambda finds it, freshly loaded; answers what it wrote to the response stream. */
  async function loadHandler(more: Record<string, string> = {}) {
    vi.stubGlobal("awslambda", {
      streamifyResponse: (handle: unknown) => handle,
      HttpResponseStream: {
        from: (stream: Writable, head: { statusCode: number; headers: Record<string, string> }) =>
          Object.assign(stream, { head }),
      },
    });
    for (const [name, value] of Object.entries({ ...variables, ...more })) vi.stubEnv(name, value);
    const { handler } = (await import("#frontend-bff/lambda.ts")) as unknown as {
      handler: (event: unknown, stream: Writable, context: unknown) => Promise<void>;
    };
    return async (method: string, path: string, sourceIp: string, headers: Record<string, string> = {}) => {
      let body = "";
      const stream = new Writable({
        write(chunk: Buffer, _encoding, done) {
          body += chunk.toString();
          done();
        },
      });
      const host = "bff.example.com";
      const event = {
        version: "2.0",
        rawPath: path,
        rawQueryString: "",
        headers: { host, ...headers },
        requestContext: { domainName: host, http: { method, path, sourceIp } },
        isBase64Encoded: false,
      };
      await handler(event, stream, {});
      const { head } = stream as unknown as { head: { statusCode: number; headers: Record<string, string> } };
      return { ...head, body };
    };
  }

  it("answers a Function URL's event through the response stream", async () => {
    const call = await loadHandler();

    const answer = await call("GET", "/api/health", "192.0.2.1");

    expect(answer).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });

  it("counts by the address that the Function URL saw, whatever a client says of it", async () => {
    const call = await loadHandler({ RATE_LIMITS: "memory" });
    const authorization = "Bearer a.b.c";
    const statuses = [];
    for (let index = 0; index < limitFigures.sign_in.address + 1; index++) {
      const headers = { authorization, "x-forwarded-for": `198.51.100.${index}` };
      statuses.push((await call("POST", "/api/session", "192.0.2.1", headers)).statusCode);
    }
    const other = await call("POST", "/api/session", "192.0.2.2", { authorization });

    expect(statuses.slice(0, -1)).toEqual(Array(limitFigures.sign_in.address).fill(401));
    expect([statuses.at(-1), other.statusCode]).toEqual([429, 401]);
  });

  it("takes the page at the Function URL's own name for our own", async () => {
    const call = await loadHandler();

    const own = await call("GET", "/api/health", "192.0.2.1", { origin: "https://bff.example.com" });
    const other = await call("GET", "/api/health", "192.0.2.1", { origin: "https://evil.example.com" });

    expect([own.statusCode, other.statusCode]).toEqual([200, 403]);
  });
});
