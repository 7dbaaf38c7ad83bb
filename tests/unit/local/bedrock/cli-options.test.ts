import { describe, expect, it } from "vitest";
import { ConfigError } from "#layer/errors.ts";
import { readLocalBedrockOptions } from "#local/bedrock/cli-options.ts";
import { loadFunctions } from "#local/bedrock/load-functions.ts";

const arn = "arn:aws:lambda:us-east-1:000000000000:function:weather";

describe("the options of npm run local-bedrock", () => {
  it("have defaults, the port also from the environment", () => {
    const options = readLocalBedrockOptions([], { LOCAL_BEDROCK_PORT: "4444" });

    expect(options).toEqual({
      port: 4444,
      latencyMs: 0,
      rateLimits: false,
      dataDir: undefined,
      model: "scripted",
      unsettled: { switches: {} },
      functions: [],
    });
  });

  it("are read from the command line", () => {
    const args = ["--port", "0", "--latency", "250", "--rate-limits", "--data-dir", "here", "--function"];

    expect(readLocalBedrockOptions([...args, `${arn}=./weather.ts#handler`], {})).toEqual({
      port: 0,
      latencyMs: 250,
      rateLimits: true,
      dataDir: "here",
      model: "scripted",
      unsettled: { switches: {} },
      functions: [{ arn, module: "./weather.ts", exported: "handler" }],
    });
    expect(readLocalBedrockOptions(["--help"], {})).toBe("help");
  });

  it.each([
    [["--port", "65536"], "--port"],
    [["--latency", "soon"], "--latency"],
    [["--model", "clever"], "--model"],
    [["--function", "weather.ts"], "--function"],
    [["--quiet"], "--quiet"],
    [["--arrays", "toString"], "--arrays"],
  ])("name the one that is broken: %j", (args, named) => {
    const read = () => readLocalBedrockOptions(args, {});

    expect(read).toThrow(ConfigError);
    expect(read).toThrow(named);
  });
});

describe("the functions of npm run local-bedrock", () => {
  it("are imported and called by their ARN; another is not found", async () => {
    const module = new URL("weather-handler.ts", import.meta.url).pathname;
    const functions = await loadFunctions([{ arn, module, exported: "handler" }]);

    expect(await functions.invoke(arn, { city: "Leiden" })).toEqual({
      payload: { heard: { city: "Leiden" } },
    });
    await expect(functions.invoke(`${arn}:live`, {})).rejects.toMatchObject({ code: "function_not_found" });
  });

  it("stop the start when they cannot be had", async () => {
    const module = new URL("weather-handler.ts", import.meta.url).pathname;

    await expect(loadFunctions([{ arn, module, exported: "main" }])).rejects.toThrow(ConfigError);
    await expect(loadFunctions([{ arn, module: "nowhere.ts", exported: "handler" }])).rejects.toThrow(
      ConfigError,
    );
  });
});
