import { describe, expect, it } from "vitest";
import { privacyUsage, readPrivacyOptions } from "#layer/deletion/cli-options.ts";

const shared = { environment: undefined, json: false };

describe("the options of npm run privacy", () => {
  it.each([
    [
      ["purge", "--tenant", "EASTHOME", "--customer", "1001", "--yes", "--env", "qa"],
      {
        command: "purge",
        clientId: "EASTHOME",
        customerId: "1001",
        yes: true,
        environment: "qa",
        json: false,
      },
    ],
    [["retention", "--dry-run", "--json"], { ...shared, command: "retention", dryRun: true, json: true }],
    [["retention"], { ...shared, command: "retention", dryRun: false }],
    [["sweep", "--watch"], { ...shared, command: "sweep", watch: true }],
    [["purge", "--help"], "help"],
  ])("read %j", (args, options) => {
    expect(readPrivacyOptions(args)).toEqual(options);
  });

  it.each([
    [[]],
    [["erase"]],
    [["sweep", "now"]],
    [["sweep", "--tenant", "EASTHOME"]],
    [["sweep", "--dry-run"]],
    [["retention", "--yes"]],
    [["purge", "--watch", "--tenant", "EASTHOME", "--customer", "1"]],
    [["purge", "--customer", "1"]],
    [["purge", "--tenant", "east home", "--customer", "1"]],
    [["purge", "--tenant", "EASTHOME"]],
    [["purge", "--tenant", "EASTHOME", "--customer", ""]],
    [["purge", "--tenant", "EASTHOME", "--customer", "1#2"]],
    [["purge", "--tenant", "EASTHOME", "--customer", "1", "--force"]],
  ])("refuse %j and point to the help", (args) => {
    expect(() => readPrivacyOptions(args)).toThrow(
      expect.objectContaining({ code: "config", message: expect.stringContaining("--help") }),
    );
  });

  it("are all in the help", () => {
    for (const option of ["tenant", "customer", "yes", "dry-run", "watch", "env", "json", "help"]) {
      expect(privacyUsage).toContain(`--${option}`);
    }
  });
});
