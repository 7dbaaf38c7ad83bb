import { describe, expect, it } from "vitest";
import { explainError } from "#agents/setup/explain-error.ts";
import { SetupError } from "#agents/setup/setup-error.ts";
import { StoreDownError } from "#layer/errors.ts";

const aws = { region: "us-east-1" };
const local = {
  region: "us-east-1",
  bedrockEndpoint: "http://127.0.0.1:4100",
  dynamodbEndpoint: "http://127.0.0.1:4300",
};
const named = (name: string, message: string, fields: object = {}) =>
  Object.assign(new Error(message), { name, ...fields });

describe("an error of setup-agents", () => {
  it("that is ours is told as it is", () => {
    expect(explainError(new SetupError("maintenance_mode", "No new agents."), aws)).toBe("No new agents.");
  });

  it.each(["CredentialsProviderError", "ExpiredTokenException", "UnrecognizedClientException"])(
    "of the kind %s says to sign in",
    (name) => {
      expect(explainError(named(name, "no"), aws)).toMatch(/AWS_PROFILE/);
    },
  );

  it("names the address at which nothing answers", () => {
    const refused = named("Error", "connect", { code: "ECONNREFUSED" });
    expect(explainError(refused, local)).toContain("http://127.0.0.1:4100");
    expect(explainError(new StoreDownError(), local)).toContain("http://127.0.0.1:4300");
    expect(explainError(refused, aws)).toContain("us-east-1");
    expect(explainError(new StoreDownError(), aws)).toContain("us-east-1");
  });

  it("passes on what AWS says about a missing permission", () => {
    const error = named("AccessDeniedException", "not authorized to perform: bedrock:ListAgents.");
    expect(explainError(error, aws)).toContain("bedrock:ListAgents");
  });

  it.each(["InternalServerException", "ThrottlingException"])(
    "of the kind %s says to run it again",
    (name) => {
      expect(explainError(named(name, "no"), aws)).toMatch(new RegExp(`${name}.*again`));
    },
  );

  it("of any other kind keeps its name", () => {
    expect(explainError(named("ConflictException", "in use"), aws)).toBe("ConflictException: in use");
    expect(explainError("just text", undefined)).toBe("Unexpected: just text");
  });
});
