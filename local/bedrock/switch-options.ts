import { ConfigError } from "#layer/errors.ts";
import type { ControlPlaneSettings } from "./control-plane/control-plane.ts";
import type { RuntimeSwitches } from "./runtime-switches.ts";

/** What is unsettled about Bedrock, as a command line sets it; what it does not name stays as usual. */
export interface UnsettledWays {
  switches: Partial<RuntimeSwitches>;
  updateEnds?: ControlPlaneSettings["updateEnds"];
}

/** For `parseArgs`, beside the command's own options. */
export const switchOptions = {
  "attributes-reach-collaborators": { type: "string" },
  arrays: { type: "string" },
  "return-control-behind-supervisor": { type: "string" },
  "update-ends": { type: "string" },
} as const;

export type SwitchValues = { [Option in keyof typeof switchOptions]?: string | undefined };

export const switchUsage = `What no document settles about Bedrock, each the other way on demand:
  --attributes-reach-collaborators yes|no
                      whether a collaborator's Lambda gets the session attributes (default yes)
  --arrays java|json  how arrays and objects are written into a call (default java: [{name=a, count=2}])
  --return-control-behind-supervisor works|refused
                      whether the answer to a collaborator's returnControl is taken, or is a ValidationException
                      (default works)
  --update-ends not-prepared|prepared
                      how UpdateAgent leaves an agent that was prepared (default not-prepared)`;

/** @throws ConfigError that names the option and what it takes */
export function readSwitches(values: SwitchValues): UnsettledWays {
  const reach = oneOf(values, "attributes-reach-collaborators", { yes: true, no: false });
  const arrays = oneOf(values, "arrays", { java: "java", json: "json" });
  const behind = oneOf(values, "return-control-behind-supervisor", { works: "works", refused: "refused" });
  const updateEnds = oneOf(values, "update-ends", { "not-prepared": "NOT_PREPARED", prepared: "PREPARED" });
  return {
    switches: {
      ...(reach !== undefined && { attributesReachCollaborators: reach }),
      ...(arrays && { arrays }),
      ...(behind && { returnControlBehindSupervisor: behind }),
    },
    ...(updateEnds && { updateEnds }),
  };
}

function oneOf<const Meaning extends string | boolean>(
  values: SwitchValues,
  option: keyof SwitchValues,
  meanings: Readonly<Record<string, Meaning>>,
): Meaning | undefined {
  const text = values[option];
  if (text === undefined) return undefined;
  if (Object.hasOwn(meanings, text)) return meanings[text];
  throw new ConfigError(`--${option} takes ${Object.keys(meanings).join(" or ")}, not "${text}".`);
}
