import { expect, it } from "vitest";
import { speakToThisMachineOnly } from "#layer/command-line/this-machine-only.ts";

it("leaves no identity of the machine's in the environment, and all else as it was", () => {
  const env = { AWS_PROFILE: "work", AWS_ACCESS_KEY_ID: "REAL", AWS_SECRET_ACCESS_KEY: "real", PORT: "1" };

  speakToThisMachineOnly(env);

  expect(env).toEqual({
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_EC2_METADATA_DISABLED: "true",
    PORT: "1",
  });
});
