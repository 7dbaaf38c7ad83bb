import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { agents } from "#agents/index.ts";
import { readActionGroups } from "#agents/setup/action-group-files.ts";
import { type DescribedActionGroup, makeDesiredRelease } from "#agents/setup/desired-state.ts";
import { lintRelease } from "#agents/setup/lint-release.ts";
import type { DesiredRelease } from "#agents/setup/plan-types.ts";
import { openApiDocument } from "#schemas/openapi.ts";
import { groups } from "#schemas/write.ts";
import { desiredRelease, localSettings, specialist, supervisor } from "#tests/builders/agent-release.ts";

const folder = new URL("../../../../schemas/", import.meta.url);
const confirmed = groups.flatMap(({ actions }) =>
  actions.filter(({ confirmation }) => confirmation).map(({ name }) => name),
);

function hashes(release: DesiredRelease): Record<string, string> {
  return Object.fromEntries(release.agents.map(({ definitionName, specHash }) => [definitionName, specHash]));
}

describe("the release of the repository", () => {
  let actionGroups: DescribedActionGroup[];
  let release: DesiredRelease;
  beforeAll(async () => {
    actionGroups = await readActionGroups({ folder, confirmed: [] });
    release = await makeDesiredRelease({ definitions: agents, actionGroups, settings: localSettings() });
  });

  it("holds five agents, the supervisor last", () => {
    expect(release.agents.map(({ name }) => name)).toEqual([
      "pf360-scheduling-dev",
      "pf360-information-dev",
      "pf360-notes-dev",
      "pf360-chitchat-dev",
      "pf360-supervisor-dev",
    ]);
  });

  it("keeps the service's limits", () => {
    expect(lintRelease(release)).toEqual([]);
  });

  it("carries each instruction as it stands in its file, without the last line end", async () => {
    const file = await readFile(new URL("../../../../agents/instructions/notes.md", import.meta.url), "utf8");
    const notes = release.agents.find(({ definitionName }) => definitionName === "notes");
    expect(notes?.spec.instruction).toBe(file.trim());
  });

  it("binds each group to its Lambda alias, with the document of schemas/", () => {
    const notes = release.agents.find(({ definitionName }) => definitionName === "notes");
    expect(notes?.actionGroups).toEqual([
      {
        name: "notes-actions",
        description: expect.any(String),
        lambdaArn: "arn:aws:lambda:us-east-1:000000000000:function:notes-actions-dev:live",
        schema: expect.any(String),
      },
    ]);
    const group = groups.find(({ name }) => name === "notes-actions") ?? expect.fail("no group");
    expect(JSON.parse(notes?.actionGroups[0]?.schema ?? "")).toEqual(openApiDocument(group));
  });

  it("lets Bedrock ask before the same operations as the generator would", async () => {
    const asking = await readActionGroups({ folder, confirmed });
    const generated = groups.map((group) => openApiDocument(group, { requireConfirmation: true }));
    expect(confirmed.length).toBeGreaterThan(0);
    expect(asking.map(({ document }) => document)).toEqual(generated);
    const asked = await makeDesiredRelease({
      definitions: agents,
      actionGroups: asking,
      settings: localSettings(),
    });
    const [before, after] = [hashes(release), hashes(asked)];
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(["scheduling"]);
  });

  it("refuses to ask before an operation that does not exist", async () => {
    await expect(readActionGroups({ folder, confirmed: ["confirm_nothing"] })).rejects.toThrow(
      /confirm_nothing/,
    );
  });

  it("names a schema that is not there", async () => {
    const elsewhere = new URL("./", import.meta.url);
    await expect(readActionGroups({ folder: elsewhere, confirmed: [] })).rejects.toMatchObject({
      code: "config",
      message: expect.stringContaining("scheduling-actions.openapi.json"),
    });
  });
});

describe("a spec hash", () => {
  it("is the same for another checkout's line ends", async () => {
    const text = "One line of an instruction.\nAnother line, so that it is long enough.\n";
    const [unix, windows] = await Promise.all([
      desiredRelease({ instructions: { notes: text } }),
      desiredRelease({ instructions: { notes: text.replaceAll("\n", "\r\n") } }),
    ]);
    expect(hashes(windows)).toEqual(hashes(unix));
  });

  it("tells agents apart, and stands in the alias's description", async () => {
    const { agents } = await desiredRelease();
    expect(new Set(agents.map(({ specHash }) => specHash)).size).toBe(agents.length);
    for (const { specHash, aliasDescription } of agents) {
      expect(specHash).toMatch(/^[0-9a-f]{16}$/);
      expect(aliasDescription).toContain(specHash);
    }
  });
});

describe("a desired release", () => {
  it("gives the supervisor its own role and mode", async () => {
    const { agents } = await desiredRelease({ settings: { collaboration: "SUPERVISOR_ROUTER" } });
    expect(
      agents.map(({ definitionName, spec }) => [definitionName, spec.collaboration, spec.roleArn]),
    ).toEqual([
      ["scheduling", "DISABLED", "arn:aws:iam::000000000000:role/pf360-specialist-agent-dev"],
      ["notes", "DISABLED", "arn:aws:iam::000000000000:role/pf360-specialist-agent-dev"],
      ["supervisor", "SUPERVISOR_ROUTER", "arn:aws:iam::000000000000:role/pf360-supervisor-agent-dev"],
    ]);
  });

  it("forgets no sooner than the definition and the environment ask", async () => {
    const { agents } = await desiredRelease({
      definitions: [{ ...specialist("notes"), idleSessionTtlSeconds: 2400 }],
      settings: { idleSessionTtlSeconds: 1200 },
    });
    expect(agents[0]?.spec.idleSessionTtlSeconds).toBe(2400);
  });

  it.each([
    ["an unknown collaborator", [supervisor(["nobody"])], /supervisor.*nobody/],
    ["a circle", [supervisor(["supervisor"])], /supervisor → supervisor/],
    [
      "an undescribed group",
      [{ ...specialist("notes"), actionGroups: ["information-actions" as const] }],
      /notes.*information-actions/,
    ],
  ])("refuses %s", async (_what, definitions, message) => {
    await expect(desiredRelease({ definitions })).rejects.toThrow(message);
  });
});

describe("the lint of a release", () => {
  it.each([
    ["instruction", { instructions: { notes: "Too short." } }],
    ["instruction", { instructions: { notes: "x".repeat(20_001) } }],
    [
      "instruction",
      { instructions: { notes: `Call <invoke name="add_note"> for what the customer wants.` } },
    ],
    [
      "instruction",
      { instructions: { notes: `Your session is $session_id, hand it to every action please.` } },
    ],
    ["description", { definitions: [{ ...specialist("notes"), description: "Two\nlines." }] }],
    ["description", { definitions: [{ ...specialist("notes"), description: "" }] }],
    ["idle session TTL", { settings: { idleSessionTtlSeconds: 5401 } }],
    ["role", { settings: { roleArns: { supervisor: "role", specialist: "role" } } }],
    [
      "action group notes-actions",
      {
        settings: {
          actionGroupArns: { "scheduling-actions": "", "information-actions": "", "notes-actions": "notes" },
        },
      },
    ],
    [
      "collaborator notes",
      {
        definitions: [
          { ...supervisor(["notes"]), collaborators: [{ agent: "notes", instruction: "" }] },
          specialist("notes"),
        ],
      },
    ],
    ["name", { definitions: [specialist("no__tes")] }],
  ])("finds a broken %s", async (place, changes) => {
    const findings = lintRelease(await desiredRelease(changes));
    expect(findings.map((finding) => finding.place)).toContain(place);
  });
});
