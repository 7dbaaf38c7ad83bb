import { spawn } from "node:child_process";
import { once } from "node:events";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { keyRingJson } from "#tests/builders/key-rings.ts";

const variables = {
  AWS_REGION: "us-east-1",
  AWS_EC2_METADATA_DISABLED: "true",
  ENVIRONMENT: "dev",
  PORT: "0",
  DYNAMODB_SESSION_TABLE: "bedrock-sessions-dev",
  SESSION_TOKEN_KEYS: keyRingJson("k1"),
  SESSION_SEAL_KEYS: keyRingJson("s1"),
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

  it("answers a Function URL's event through the response stream", async () => {
    const answer = { statusCode: 0, headers: {} as Record<string, string>, body: "" };
    vi.stubGlobal("awslambda", {
      streamifyResponse: (handle: unknown) => handle,
      HttpResponseStream: {
        from: (stream: Writable, { statusCode, headers }: Pick<typeof answer, "statusCode" | "headers">) => {
          Object.assign(answer, { statusCode, headers });
          return stream;
        },
      },
    });
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const { handler } = (await import("#frontend-bff/lambda.ts")) as unknown as {
      handler: (event: unknown, stream: Writable, context: unknown) => Promise<void>;
    };
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        answer.body += chunk.toString();
        done();
      },
    });

    await handler(
      {
        version: "2.0",
        rawPath: "/api/health",
        rawQueryString: "",
        headers: { host: "bff.example.com" },
        requestContext: { domainName: "bff.example.com", http: { method: "GET", path: "/api/health" } },
        isBase64Encoded: false,
      },
      stream,
      {},
    );

    expect(answer).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
  });
});
