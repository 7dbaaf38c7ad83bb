import { readFile } from "node:fs/promises";
import type { AgentDefinition } from "#agents/agent.ts";
import { agents } from "#agents/index.ts";
import { readActionGroups } from "#agents/setup/action-group-files.ts";
import { type DescribedActionGroup, makeDesiredRelease } from "#agents/setup/desired-state.ts";
import type { DesiredRelease } from "#agents/setup/plan-types.ts";
import type { AgentSettings } from "#agents/setup/settings.ts";
import { localSettings } from "./agent-release.ts";

const schemas = new URL("../../schemas/", import.meta.url);

/** The repository's own agents as `setup-agents` wants them in `dev`; each part can be changed. */
export async function fiveAgents(
  changes: {
    /** By agent: goes at the end of what it says. */
    instructions?: Readonly<Record<string, string>>;
    definition?: (own: AgentDefinition) => AgentDefinition | undefined;
    actionGroup?: (own: DescribedActionGroup) => DescribedActionGroup;
    settings?: Partial<AgentSettings>;
  } = {},
): Promise<DesiredRelease> {
  const { instructions = {}, definition = (own) => own, actionGroup = (own) => own } = changes;
  const groups = await readActionGroups({ folder: schemas, confirmed: [] });
  return makeDesiredRelease({
    definitions: agents.map(definition).filter((one) => one !== undefined),
    actionGroups: groups.map(actionGroup),
    settings: localSettings(changes.settings),
    ...(Object.keys(instructions).length > 0 && { readInstruction: readWith(instructions) }),
  });
}

function readWith(instructions: Readonly<Record<string, string>>) {
  return async (file: URL): Promise<string> => {
    const name = file.pathname.split("/").at(-1)?.replace(".md", "") ?? "";
    return `${await readFile(file, "utf8")}${instructions[name] ?? ""}`;
  };
}

/** The group with one operation taken off, by its name. */
export function withoutOperation(group: DescribedActionGroup, operation: string): DescribedActionGroup {
  const { paths, ...rest } = group.document as { paths: Record<string, unknown> };
  const left = Object.entries(paths).filter(([path]) => path !== `/${operation}`);
  return { ...group, document: { ...rest, paths: Object.fromEntries(left) } };
}

/** The five without the one who is called chitchat, whom nobody calls then. */
export function withoutChitchat(): Promise<DesiredRelease> {
  return fiveAgents({
    definition: (own) =>
      own.name === "chitchat"
        ? undefined
        : { ...own, collaborators: own.collaborators.filter(({ agent }) => agent !== "chitchat") },
  });
}
