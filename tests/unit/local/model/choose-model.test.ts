import { describe, expect, it } from "vitest";
import { chooseModel } from "#local/model/choose-model.ts";

const openAi = {
  LOCAL_MODEL_BASE_URL: "http://127.0.0.1:11434/v1",
  LOCAL_MODEL_API_KEY: "key-of-the-model-server",
  LOCAL_MODEL_NAME: "some-model",
};

describe("the model behind the agents", () => {
  it.each([
    ["scripted", {}],
    ["traitor", {}],
    ["openai-compatible", openAi],
    ["bedrock-converse", { LOCAL_MODEL_NAME: "some-model", AWS_REGION: "us-east-1" }],
  ] as const)("is %s when it is asked for and its variables are there", async (name, env) => {
    expect(await chooseModel(name, env)).toMatchObject({ name });
  });

  it.each([
    ["openai-compatible", "LOCAL_MODEL_BASE_URL", undefined],
    ["openai-compatible", "LOCAL_MODEL_API_KEY", ""],
    ["openai-compatible", "LOCAL_MODEL_NAME", undefined],
    ["openai-compatible", "LOCAL_MODEL_BASE_URL", "file:///etc/passwd"],
    ["openai-compatible", "LOCAL_MODEL_API_KEY", "two\nlines"],
    ["openai-compatible", "LOCAL_MODEL_TIMEOUT", "soon"],
    ["bedrock-converse", "LOCAL_MODEL_NAME", undefined],
  ] as const)(
    "(%s) is not started with %s = %j, which the error names and never shows",
    async (name, variable, value) => {
      const error: unknown = await chooseModel(name, { ...openAi, [variable]: value }).catch(
        (thrown: unknown) => thrown,
      );

      expect(error).toMatchObject({ code: "config", message: expect.stringContaining(variable) });
      expect((error as Error).message).not.toContain("key-of-the-model-server");
      if (value) expect((error as Error).message).not.toContain(value);
    },
  );
});
