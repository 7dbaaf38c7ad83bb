import { describe, expect, it } from "vitest";
import { resolveTarget } from "#agents/setup/resolve-target.ts";
import { ConfigError } from "#layer/errors.ts";

const nobody = async () => false;
const everybody = async () => true;
const localEnv = {
  AWS_ENDPOINT_URL_BEDROCK_AGENT: "http://127.0.0.1:5100",
  AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:5300",
};

describe("where setup-agents works", () => {
  it("is the environment that was asked for, before that of the variable, in AWS", async () => {
    expect(await resolveTarget("qa", { ENVIRONMENT: "prod" }, everybody)).toEqual({
      environment: "qa",
      isLocal: false,
    });
    expect(await resolveTarget(undefined, { ENVIRONMENT: "staging" }, everybody)).toEqual({
      environment: "staging",
      isLocal: false,
    });
  });

  it.each(["http://127.0.0.1:5100", "http://localhost:5100", "http://[::1]:5100"])(
    "is dev when the endpoint is %s",
    async (endpoint) => {
      const env = { ...localEnv, AWS_ENDPOINT_URL_BEDROCK_AGENT: endpoint };
      expect(await resolveTarget(undefined, env, nobody)).toEqual({
        environment: "dev",
        isLocal: true,
        bedrockEndpoint: endpoint,
        dynamodbEndpoint: "http://127.0.0.1:5300",
      });
    },
  );

  it("is beside npm start, at the ports it was given, when that runs and nothing else is said", async () => {
    const asked: string[] = [];
    const target = await resolveTarget(
      undefined,
      { LOCAL_BEDROCK_PORT: "6100", LOCAL_DYNAMODB_PORT: "6300" },
      async (url) => asked.push(url) > 0,
    );

    expect(target).toEqual({
      environment: "dev",
      isLocal: true,
      bedrockEndpoint: "http://127.0.0.1:6100",
      dynamodbEndpoint: "http://127.0.0.1:6300",
    });
    expect(asked).toEqual(["http://127.0.0.1:6100"]);
  });

  it("is nowhere when nothing is said and nothing runs, nor in an environment that does not exist", async () => {
    await expect(resolveTarget(undefined, {}, nobody)).rejects.toThrow(ConfigError);
    await expect(resolveTarget(undefined, { ENVIRONMENT: "" }, nobody)).rejects.toThrow("--env");
    await expect(resolveTarget("production", {}, everybody)).rejects.toThrow("production");
  });

  it("is never half on this machine: agents here and releases in AWS, or the other way round", async () => {
    const { AWS_ENDPOINT_URL_BEDROCK_AGENT, AWS_ENDPOINT_URL_DYNAMODB } = localEnv;
    const remote = "https://dynamodb.us-east-1.amazonaws.com";
    await expect(
      resolveTarget("dev", { AWS_ENDPOINT_URL_BEDROCK_AGENT, AWS_ENDPOINT_URL_DYNAMODB: remote }, nobody),
    ).rejects.toThrow(ConfigError);
    await expect(resolveTarget("dev", { AWS_ENDPOINT_URL_DYNAMODB }, nobody)).rejects.toThrow(ConfigError);
  });

  it("is not on this machine for an address that only looks so", async () => {
    const env = { AWS_ENDPOINT_URL_BEDROCK_AGENT: "https://127.0.0.1.example.com" };
    await expect(resolveTarget(undefined, env, nobody)).rejects.toThrow("--env");
  });
});
