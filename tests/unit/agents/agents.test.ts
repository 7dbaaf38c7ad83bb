import { readdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { agents } from "#agents/index.ts";
import { actionGroupNames } from "#layer/domain/action-names.ts";
import { outcomeCodes, reasonCodes } from "#layer/domain/outcomes.ts";
import { groups } from "#schemas/write.ts";

const bedrockName = /^([0-9a-zA-Z][_-]?){1,100}$/;
const actionNames = groups.flatMap(({ actions }) => actions.map(({ name }) => name));
const instructionOf = new Map(
  await Promise.all(
    agents.map(async ({ name, instruction }) => [name, await readFile(instruction, "utf8")] as const),
  ),
);

/** Every snake_case word of a text; ids and codes are written so, prose is not. */
function snakeCaseWords(text: string): Set<string> {
  return new Set(text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? []);
}

const otherKnownWords = new Set<string>([
  ...outcomeCodes,
  ...groups.flatMap(({ actions }) => actions.flatMap(({ input }) => Object.keys(input.shape))),
  "session_context",
  "session_id",
  "known_from_earlier",
  "added_here",
  ...reasonCodes,
]);

describe("the list of agents", () => {
  it("has one supervisor, first, and specialists without collaborators after it", () => {
    const [first, ...others] = agents;
    expect(first?.collaborators.length).toBeGreaterThan(0);
    expect(others.flatMap(({ collaborators }) => collaborators)).toEqual([]);
  });

  it("names each agent once", () => {
    const names = agents.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it("gives every action group to exactly one agent", () => {
    expect(agents.flatMap(({ actionGroups }) => actionGroups).sort()).toEqual([...actionGroupNames].sort());
  });

  it("lets the supervisor reach every other agent, each once", () => {
    const [supervisor, ...others] = agents;
    expect(supervisor?.collaborators.map(({ agent }) => agent).sort()).toEqual(
      others.map(({ name }) => name).sort(),
    );
  });

  it("has an instruction file for each agent and no other", async () => {
    const files = await readdir(new URL("../../../agents/instructions/", import.meta.url));
    expect(files.sort()).toEqual(agents.map(({ name }) => `${name}.md`).sort());
  });
});

describe.each(agents)("the agent $name", (agent) => {
  const instruction = instructionOf.get(agent.name) ?? "";

  it.each(["dev", "qa", "staging", "prod"])("has a name that Bedrock takes in %s", (environment) => {
    expect(`pf360-${agent.name}-${environment}`).toMatch(bedrockName);
  });

  it("keeps Bedrock's limits", () => {
    expect(instruction.length).toBeGreaterThanOrEqual(40);
    expect(instruction.length).toBeLessThanOrEqual(4000); // the SDK's own limit; the quota is 20,000
    expect(agent.description).toMatch(/^[^\n]{1,200}$/);
    expect(agent.idleSessionTtlSeconds).toBeGreaterThanOrEqual(1800);
    expect(agent.idleSessionTtlSeconds).toBeLessThanOrEqual(5400);
    expect(agent.collaborators.length).toBeLessThanOrEqual(10);
    for (const collaborator of agent.collaborators) {
      expect(collaborator.agent).toMatch(bedrockName);
      expect(collaborator.instruction.length).toBeGreaterThanOrEqual(1);
      expect(collaborator.instruction.length).toBeLessThanOrEqual(4000);
    }
  });

  it("names each of its own actions, and no action of another", () => {
    const own = groups
      .filter(({ name }) => agent.actionGroups.includes(name))
      .flatMap(({ actions }) => actions.map(({ name }) => name));
    const named = actionNames.filter((name) => snakeCaseWords(instruction).has(name));
    expect(named.sort()).toEqual(own.sort());
  });

  it("names nothing that does not exist", () => {
    const unknown = [...snakeCaseWords(instruction)].filter(
      (word) => !actionNames.includes(word) && !otherKnownWords.has(word),
    );
    expect(unknown).toEqual([]);
  });

  it.each([
    ["a placeholder that nobody fills in", /\$\w|\$\{|\{\{|\bsession\.\w/],
    [
      "pseudo-call syntax, which models print instead of calling",
      /<\/?(function_calls|invoke|answer|thinking|parameter)\b/i,
    ],
    ["Bedrock's own tool names", /__/],
  ])("holds no %s", (_what, form) => {
    expect(instruction).not.toMatch(form);
  });

  it("tells what the session context is", () => {
    expect(instruction).toContain("<session_context>");
    expect(instruction).toContain("</session_context>");
  });
});

/** What any action may answer; writes may answer more. */
const usualOutcomes = [
  "ask_user",
  "not_found",
  "reauth_required",
  "upstream_busy",
  "upstream_down",
  "unavailable",
  "stopped",
  "bug",
];
const outcomesOf: Readonly<Record<string, readonly string[]>> = {
  scheduling: outcomeCodes.filter((code) => code !== "ok"),
  information: usualOutcomes,
  notes: [...usualOutcomes, "unknown_outcome"],
};

describe.each(agents.filter(({ actionGroups }) => actionGroups.length > 0))(
  "the specialist $name, who has actions",
  ({ name }) => {
    const instruction = instructionOf.get(name) ?? "";

    it("hands the session's id to each, the way that is left where attributes do not reach them", () => {
      expect(instruction).toMatch(/the session_id into every call/);
    });

    it("knows what to do with each of their outcomes", () => {
      const expected = outcomesOf[name] ?? expect.fail(`no outcomes are named for ${name}`);
      expect(expected.filter((code) => !new RegExp(`\\b${code}\\b`).test(instruction))).toEqual([]);
    });
  },
);
