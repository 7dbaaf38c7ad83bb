import { describe, expect, it } from "vitest";
import { ConfigError } from "#layer/errors.ts";
import { readLocalBedrockOptions } from "#local/bedrock/cli-options.ts";
import {
  readSwitches,
  type SwitchValues,
  switchOptions,
  switchUsage,
} from "#local/bedrock/switch-options.ts";
import { readStartOptions } from "#local/options.ts";

const otherWay: Record<keyof SwitchValues, string> = {
  "attributes-reach-collaborators": "no",
  arrays: "json",
  "return-control-behind-supervisor": "refused",
  "update-ends": "prepared",
};
const read = {
  switches: {
    attributesReachCollaborators: false,
    arrays: "json",
    returnControlBehindSupervisor: "refused",
  },
  updateEnds: "PREPARED",
};

describe("the switches for what is unsettled about Bedrock", () => {
  it("stay as usual unless named", () => {
    expect(readSwitches({})).toEqual({ switches: {} });
    expect(readSwitches({ arrays: "java", "update-ends": "not-prepared" })).toEqual({
      switches: { arrays: "java" },
      updateEnds: "NOT_PREPARED",
    });
  });

  it.each([
    ["npm run local-bedrock", readLocalBedrockOptions],
    ["npm start", readStartOptions],
  ])("are all options of %s", (_command, readOptions) => {
    const args = Object.entries(otherWay).flatMap(([option, value]) => [`--${option}`, value]);

    expect(readOptions(args, {})).toMatchObject({ unsettled: read });
  });

  it.each(Object.keys(switchOptions))("name --%s when its value is none", (option) => {
    for (const value of ["", "maybe", "toString"]) {
      expect(() => readSwitches({ [option]: value })).toThrow(ConfigError);
      expect(() => readSwitches({ [option]: value })).toThrow(`--${option}`);
    }
    expect(switchUsage).toContain(`--${option} `);
  });
});
