import { describe, expect, it } from "vitest";
import { ConfigError } from "#layer/errors.ts";
import { readRevokeOptions } from "#layer/sessions/revoke-options.ts";

const tenant = ["--tenant", "EASTHOME"];

describe("the command line of npm run sessions", () => {
  it("names a tenant, a customer or a session", () => {
    expect(readRevokeOptions(["revoke", ...tenant, "--yes"])).toMatchObject({
      command: "revoke",
      tenant: "EASTHOME",
      customer: undefined,
      session: undefined,
      yes: true,
      json: false,
    });
    expect(readRevokeOptions(["revoke", ...tenant, "--customer", "1001"])).toMatchObject({
      customer: "1001",
    });
    expect(readRevokeOptions(["revoke", ...tenant, "--session", "abcdefghijkl"])).toMatchObject({
      session: "abcdefghijkl",
    });
    expect(readRevokeOptions(["list", ...tenant, "--env", "qa", "--json"])).toMatchObject({
      command: "list",
      environment: "qa",
      json: true,
    });
  });

  it("asks for help before anything else", () => {
    expect(readRevokeOptions(["--help"])).toBe("help");
    expect(readRevokeOptions(["revoke", "--help"])).toBe("help");
  });

  it.each([
    ["no command", []],
    ["an unknown command", ["purge", ...tenant]],
    ["a word too many", ["revoke", "all", ...tenant]],
    ["no tenant", ["revoke"]],
    ["a tenant of another form", ["revoke", "--tenant", "east home"]],
    ["a customer of another form", ["revoke", ...tenant, "--customer", "x"]],
    ["a session of another form", ["revoke", ...tenant, "--session", "x"]],
    ["both a customer and a session", ["revoke", ...tenant, "--customer", "1", "--session", "abcdefghijkl"]],
    ["a session to list", ["list", ...tenant, "--session", "abcdefghijkl"]],
    ["an unknown option", ["revoke", ...tenant, "--force"]],
  ])("refuses %s", (_, args) => {
    expect(() => readRevokeOptions(args)).toThrow(ConfigError);
  });
});
