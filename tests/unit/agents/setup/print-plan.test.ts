import { describe, expect, it } from "vitest";
import { planRelease } from "#agents/setup/plan.ts";
import { planAsJson, printPlan } from "#agents/setup/print-plan.ts";
import { describedGroup, desiredRelease, liveFrom, withLive } from "#tests/builders/agent-release.ts";

const desired = await desiredRelease();
const live = liveFrom(desired);
const changed = await desiredRelease({
  instructions: {
    notes: "You are the agent of this test.\nYour part is notes.\nAsk two questions at a time.\nBe brief.",
  },
  actionGroups: [describedGroup("scheduling-actions", ["one", "three"]), describedGroup("notes-actions")],
});
const plan = planRelease(changed, live);
const escapeCharacter = String.fromCharCode(27);

describe("a printed plan", () => {
  it("reads so", () => {
    expect(printPlan(plan, { color: false })).toMatchInlineSnapshot(`
      "Agents of dev: 0 to create, 2 to change, 0 to delete, 1 unchanged.
      ~ pf360-scheduling-dev (AGENT00001): update
          - operation scheduling-actions scheduling_two
          + operation scheduling-actions scheduling_three
          alias live: version 1 → a new version
          calls: UpdateAgentActionGroup, PrepareAgent, UpdateAgentAlias
      ~ pf360-notes-dev (AGENT00002): update
          instruction:
              You are the agent of this test.
              Your part is notes.
            ~ Ask [-one question-] {+two questions+} at a time.
              Be brief.
          alias live: version 1 → a new version
          calls: UpdateAgent, PrepareAgent, UpdateAgentAlias
        pf360-supervisor-dev (AGENT00003)"
    `);
  });

  it("says that there is nothing to do", () => {
    const lines = printPlan(planRelease(desired, live), { color: false }).split("\n");
    expect(lines[0]).toContain("0 to create, 0 to change, 0 to delete, 3 unchanged");
    expect(lines).toHaveLength(5);
  });

  it("counts the lines of a new instruction instead of showing them", () => {
    const created = printPlan(planRelease(desired, { environment: "dev", agents: [] }), { color: false });
    expect(created).toContain("instruction: 4 lines, new");
    expect(created).not.toContain("Be brief.");
  });

  it("shows changed words only of lines that belong together", async () => {
    const text = (lines: readonly string[]) => ["You are the agent of this test.", ...lines].join("\n");
    const printed = async (from: readonly string[], to: readonly string[]) => {
      const [before, after] = await Promise.all([
        desiredRelease({ instructions: { notes: text(from) } }),
        desiredRelease({ instructions: { notes: text(to) } }),
      ]);
      const lines = printPlan(planRelease(after, liveFrom(before)), { color: false }).split("\n");
      return lines.flatMap((line) => line.match(/^ {6}([-+~] .*)/)?.[1] ?? []);
    };
    expect(await printed(["a b c d", "e f g h"], ["a b c x", "e f g y"])).toEqual([
      "~ a b c [-d-] {+x+}",
      "~ e f g [-h-] {+y+}",
    ]);
    expect(await printed(["a b c d", "e f g h"], ["a b c x", "1 2 3 4"])).toEqual([
      "~ a b c [-d-] {+x+}",
      "- e f g h",
      "+ 1 2 3 4",
    ]);
    expect(await printed(["a b c d"], ["a b c x", "e"])).toEqual(["- a b c d", "+ a b c x", "+ e"]);
    expect(await printed(["a b c d"], [])).toEqual(["- a b c d"]);
  });

  it("has colours only where they are asked for", () => {
    expect(printPlan(plan, { color: false })).not.toContain(escapeCharacter);
    expect(printPlan(plan, { color: true })).toContain(`${escapeCharacter}[32m`);
  });

  it("lets nothing that stands in the account reach the terminal as a command", () => {
    const hostile = `${escapeCharacter}[2J${String.fromCharCode(0x9b)}31m`;
    const found = withLive(live, "notes", (state) => ({
      ...state,
      agent: { ...state.agent, description: hostile, instruction: hostile, failureReasons: [hostile] },
      actionGroups: state.actionGroups.map((group) => ({ ...group, name: hostile, lambdaArn: hostile })),
      otherAliases: [hostile],
      tags: { [`pf360:${hostile}`]: hostile },
    }));
    const printed = printPlan(planRelease(desired, found), { color: false });
    expect(printed).toContain("\\u001b[2J\\u009b31m");
    expect(printed.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});

describe("a plan for machines", () => {
  it("has its form", () => {
    expect(planAsJson(plan)).toMatchObject({
      format: 1,
      environment: "dev",
      has_changes: true,
      agents: [
        {
          definition: "scheduling",
          action: "update",
          calls: ["UpdateAgentActionGroup", "PrepareAgent", "UpdateAgentAlias"],
        },
        { definition: "notes", action: "update", calls: ["UpdateAgent", "PrepareAgent", "UpdateAgentAlias"] },
        { definition: "supervisor", action: "none", changes: [], calls: [], notes: [] },
      ],
    });
  });

  it("is the same text for the same state, however the service orders its lists", () => {
    const turned = {
      ...live,
      agents: live.agents.toReversed().map((state) => ({
        ...state,
        actionGroups: state.actionGroups.toReversed(),
        collaborators: state.collaborators.toReversed(),
        tags: Object.fromEntries(Object.entries(state.tags).toReversed()),
      })),
    };
    expect(JSON.stringify(planAsJson(planRelease(changed, turned)))).toBe(JSON.stringify(planAsJson(plan)));
  });
});
