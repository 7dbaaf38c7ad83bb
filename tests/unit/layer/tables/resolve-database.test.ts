import { describe, expect, it } from "vitest";
import { resolveDatabase } from "#layer/tables/resolve-database.ts";

const nobody = async () => false;
const somebody = async () => true;

describe("resolveDatabase", () => {
  it("takes a database on this machine for dev", async () => {
    expect(
      await resolveDatabase(undefined, { AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1" }, nobody),
    ).toEqual({
      environment: "dev",
      isLocal: true,
      endpoint: "http://127.0.0.1:1",
    });
  });

  it("finds the one of npm start when nothing else is said", async () => {
    expect(await resolveDatabase(undefined, { LOCAL_DYNAMODB_PORT: "4400" }, somebody)).toMatchObject({
      isLocal: true,
      endpoint: "http://127.0.0.1:4400",
    });
  });

  it("goes to AWS for a named environment, whatever runs on this machine", async () => {
    expect(await resolveDatabase("prod", {}, somebody)).toEqual({ environment: "prod", isLocal: false });
    expect(await resolveDatabase(undefined, { ENVIRONMENT: "qa" }, somebody)).toEqual({
      environment: "qa",
      isLocal: false,
    });
  });

  it.each([
    [undefined, {}],
    [undefined, { AWS_ENDPOINT_URL_DYNAMODB: "https://dynamodb.example.com" }],
    [undefined, { AWS_ENDPOINT_URL: "https://127.0.0.1.example.com" }],
    [undefined, { AWS_ENDPOINT_URL: "not a url" }],
    ["live", {}],
  ])("wants to know which environment: %j %j", async (asked, env) => {
    await expect(resolveDatabase(asked, env, nobody)).rejects.toMatchObject({ code: "config" });
  });
});
