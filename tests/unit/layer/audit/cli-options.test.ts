import { describe, expect, it } from "vitest";
import { readAuditOptions } from "#layer/audit/cli-options.ts";

const days = ["--from", "2025-01-10", "--to", "2025-01-11"];

describe("the options of npm run audit", () => {
  it("are a command, a tenant and days", () => {
    expect(readAuditOptions(["verify", "--tenant", "FLOORCO", ...days, "--env", "qa", "--json"])).toEqual({
      command: "verify",
      tenant: "FLOORCO",
      days: { from: "2025-01-10", to: "2025-01-11" },
      environment: "qa",
      out: undefined,
      json: true,
    });
  });

  it("need no days for sealing what is due", () => {
    expect(readAuditOptions(["seal", "--tenant", "FLOORCO"])).toMatchObject({
      command: "seal",
      days: undefined,
    });
  });

  it.each([[[]], [["seal"]], [["verify"]], [["export"]]])("show help for %j", (command) => {
    const shown = readAuditOptions([...command, "--help"]);

    expect(shown).toMatchObject({
      help: expect.stringContaining(`npm run audit -- ${command[0] ?? "seal|"}`),
    });
  });

  it.each([
    [[]],
    [["sing"]],
    [["verify", "twice", "--tenant", "FLOORCO", ...days]],
    [["verify", ...days]],
    [["verify", "--tenant", "FLOORCO"]],
    [["verify", "--tenant", "FLOORCO", "--from", "2025-01-10"]],
    [["seal", "--tenant", "FLOORCO", "--to", "2025-01-10"]],
    [["verify", "--tenant", "FLOORCO#seal", ...days]],
    [["verify", "--tenant", "FLOORCO", "--from", "2025-01-11", "--to", "2025-01-10"]],
    [["verify", "--tenant", "FLOORCO", "--from", "10.01.2025", "--to", "2025-01-10"]],
    [["verify", "--tenant", "FLOORCO", ...days, "--out", "file"]],
    [["export", "--tenant", "FLOORCO", ...days, "--json"]],
    [["export", "--tenant", "FLOORCO", ...days, "--quick"]],
  ])("are refused: %j", (args) => {
    expect(() => readAuditOptions(args)).toThrow(expect.objectContaining({ code: "config" }));
  });
});
