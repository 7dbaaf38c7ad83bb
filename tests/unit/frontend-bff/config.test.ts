import { describe, expect, it } from "vitest";
import { bffConfig } from "#frontend-bff/config.ts";
import { wireBff } from "#frontend-bff/entry.ts";
import { readConfig } from "#layer/config.ts";
import { keyRingJson } from "#tests/builders/key-rings.ts";

const good = {
  ENVIRONMENT: "dev",
  DYNAMODB_SESSION_TABLE: "bedrock-sessions-dev",
  SESSION_TOKEN_KEYS: keyRingJson("k1"),
  SESSION_SEAL_KEYS: keyRingJson("s1"),
  SUBJECT_KEYS: keyRingJson("u1"),
  SUPERVISOR_AGENT_ID: "LOCAL00001",
  SUPERVISOR_AGENT_ALIAS_ID: "LIVE000000",
  PF360_ISSUER: "http://127.0.0.1:4200",
  PF360_AUDIENCE: "pf360-customer",
  PF360_JWKS_URL: "http://127.0.0.1:4200/.well-known/jwks.json",
};

const required = Object.keys(good);

describe("the BFF's variables", () => {
  it("are enough as they stand in the design, with port 3000 and tokens of fifteen minutes", () => {
    expect(readConfig(bffConfig, good)).toMatchObject({
      PORT: 3000,
      ENVIRONMENT: "dev",
      TOKEN_LIFE_SECONDS: 900,
    });
  });

  it.each(required)("without %s stop the start and name it", async (name) => {
    for (const value of [undefined, ""]) {
      await expect(wireBff({ AWS_REGION: "us-east-1", ...good, [name]: value })).rejects.toThrow(name);
    }
  });

  it.each([
    ["PORT", "70000"],
    ["PORT", "http"],
    ["ENVIRONMENT", "production"],
    ["PF360_JWKS_URL", "file:///etc/passwd"],
    ["PF360_JWKS_URL", "jwks"],
    ["SESSION_TOKEN_KEYS", "changeme"],
    ["SESSION_SEAL_KEYS", '{"current":"k","keys":{"k":"c2hvcnQ"}}'],
    ["SUBJECT_KEYS", "subjects"],
    ["OPERATOR_KEYS", "operators"],
    ["TOKEN_LIFE_SECONDS", "299"],
    ["TOKEN_LIFE_SECONDS", "901"],
    ["TOKEN_LIFE_SECONDS", "15m"],
    ["SUPERVISOR_AGENT_ID", "agent/../other"],
    ["PUBLIC_ORIGIN", "https://chat.example.com/"],
    ["PUBLIC_ORIGIN", "https://Chat.example.com"],
    ["PUBLIC_ORIGIN", "chat.example.com"],
    ["TRUSTED_PROXIES", "10.0.0.1"],
    ["RATE_LIMITS", "none"],
  ])("with a malformed %s (%s) stop the start, name it and show no value", async (name, value) => {
    const starting = wireBff({ ...good, [name]: value });

    await expect(starting).rejects.toMatchObject({
      code: "config",
      message: expect.stringContaining(name) as string,
    });
    await expect(starting).rejects.not.toThrow(value);
  });

  it("want the issuer's keys over https outside dev", async () => {
    await expect(wireBff({ ...good, ENVIRONMENT: "prod" })).rejects.toThrow("PF360_JWKS_URL");
    expect(
      readConfig(bffConfig, {
        ...good,
        ENVIRONMENT: "prod",
        PF360_JWKS_URL: "https://issuer.example.com/jwks",
      }),
    ).toMatchObject({ ENVIRONMENT: "prod" });
  });

  it.each([
    ["RATE_LIMITS", "off"],
    ["RATE_LIMITS", "memory"],
    ["PUBLIC_ORIGIN", "http://localhost:3000"],
  ])("take %s=%s in dev alone", (name, value) => {
    const outside = { ...good, PF360_JWKS_URL: "https://issuer.example.com/jwks", [name]: value };

    expect(readConfig(bffConfig, { ...good, [name]: value })).toMatchObject({ [name]: value });
    for (const ENVIRONMENT of ["qa", "staging", "prod"]) {
      expect(() => readConfig(bffConfig, { ...outside, ENVIRONMENT })).toThrow(name);
    }
  });

  it("count requests in the shared table and trust no proxy unless told otherwise", () => {
    expect(readConfig(bffConfig, good)).toMatchObject({ RATE_LIMITS: "dynamodb", TRUSTED_PROXIES: 0 });
    expect(readConfig(bffConfig, { ...good, TRUSTED_PROXIES: "1" })).toMatchObject({ TRUSTED_PROXIES: 1 });
  });
});
