import { describe, expect, it } from "vitest";
import { readStartOptions } from "#local/options.ts";

describe("npm start's options", () => {
  it("have the documented defaults", () => {
    expect(readStartOptions([], {})).toEqual({
      ports: { page: 3000, bedrock: 4100, pf360: 4200, dynamodb: 4300 },
      dataDir: undefined,
      sampleData: false,
      dryRun: false,
      startMs: undefined,
      model: "scripted",
      unsettled: { switches: {} },
    });
  });

  it("take a port from the option before the variable", () => {
    const options = readStartOptions(["--port", "0"], { PORT: "8080", LOCAL_PF360_PORT: "9000" });

    expect(options).toMatchObject({ ports: { page: 0, pf360: 9000 } });
  });

  it("read switches and a moment", () => {
    const args = ["--dry-run", "--sample-data", "--data-dir", "x", "--now", "2026-12-01T09:00:00Z"];

    expect(readStartOptions(args, {})).toMatchObject({
      dryRun: true,
      sampleData: true,
      dataDir: "x",
      startMs: Date.UTC(2026, 11, 1, 9),
    });
  });

  it.each(["scripted", "openai-compatible", "bedrock-converse", "traitor"])("take the model %s", (model) => {
    expect(readStartOptions(["--model", model], {})).toMatchObject({ model });
  });

  it("answer --help with help", () => {
    expect(readStartOptions(["--help"], {})).toBe("help");
  });

  it.each([
    [["--port", "99999"], "--port"],
    [["--port", "eighty"], "--port"],
    [["--now", "yesterday"], "--now"],
    [["--model", "oracle"], "--model"],
    [["--colour"], "--colour"],
    [["stray"], "stray"],
  ])("refuse %j, naming it", (args, name) => {
    expect(() => readStartOptions(args, {})).toThrow(
      expect.objectContaining({ code: "config", message: expect.stringContaining(name) }),
    );
  });
});
