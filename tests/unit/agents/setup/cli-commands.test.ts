import { describe, expect, it } from "vitest";
import { createCallCount } from "#agents/setup/call-count.ts";
import { type CommandContext, runCommand } from "#agents/setup/cli-commands.ts";
import { readCliOptions } from "#agents/setup/cli-options.ts";
import type { LiveRelease } from "#agents/setup/plan-types.ts";
import type { Release } from "#agents/setup/release-store.ts";
import { desiredRelease, liveFrom } from "#tests/builders/agent-release.ts";
import { atVersion, releaseOf, setupContext } from "#tests/builders/setup-context.ts";

const desired = await desiredRelease();
const one = liveFrom(desired);
const two = atVersion(one, "notes", "2");
const first = releaseOf(one, { releaseId: "first" });
const second = releaseOf(two, { releaseId: "second", previous: "first" });

/** A command line in front of agents that stand; what it said, asked and wrote. */
function commandLine(
  live: LiveRelease,
  releases: Release[],
  changes: Partial<CommandContext> & { answer?: string } = {},
) {
  const world = setupContext(live, [...releases]);
  const said: string[] = [];
  const questions: string[] = [];
  const { answer, ...rest } = changes;
  const context: CommandContext = {
    ...world.context,
    desired: async () => desired,
    calls: createCallCount(),
    alone: (work) => work(),
    isProduction: false,
    write: (text) => void said.push(text),
    color: false,
    ask:
      answer === undefined
        ? undefined
        : async (question) => {
            questions.push(question);
            return answer;
          },
    ...rest,
  };
  return {
    ...world,
    questions,
    said: () => said.join(""),
    async run(...args: string[]) {
      const options = readCliOptions(args);
      if (options === "help") throw new Error("help is not a command");
      return runCommand(options, context);
    },
  };
}

const changedTo = async (text: string) => desiredRelease({ instructions: { notes: text.padEnd(60, ".") } });

describe("plan", () => {
  it("ends with 0 and no change, with 2 and the changes, and writes nothing either way", async () => {
    const same = commandLine(one, [first]);
    const other = commandLine(one, [first], { desired: () => changedTo("Another instruction") });

    expect(await same.run("plan")).toBe(0);
    expect(await other.run("plan", "--json")).toBe(2);

    expect(JSON.parse(other.said())).toMatchObject({ has_changes: true });
    expect([...same.writes, ...other.writes]).toEqual([]);
  });
});

describe("the bare command", () => {
  it("shows the plan before it asks, and does nothing without a yes", async () => {
    const line = commandLine(one, [first], { desired: () => changedTo("Another"), answer: "no" });

    await expect(line.run()).rejects.toMatchObject({ code: "not_confirmed" });

    expect(line.said()).toContain("pf360-notes-dev");
    expect(line.questions).toHaveLength(1);
    expect(line.writes).toEqual([]);
    expect(line.releases).toHaveLength(1);
  });

  it("asks nothing when there is nothing to do", async () => {
    const line = commandLine(one, [first]);

    expect(await line.run()).toBe(0);
    expect(line.releases).toHaveLength(1);
  });

  it("does not go on where nobody can be asked", async () => {
    const piped = commandLine(one, [first], { desired: () => changedTo("Another") });
    const machine = commandLine(one, [first], { desired: () => changedTo("Another"), answer: "yes" });

    await expect(piped.run()).rejects.toMatchObject({ code: "not_confirmed", message: /--yes/ });
    await expect(machine.run("--json")).rejects.toMatchObject({ code: "not_confirmed" });
    expect(machine.questions).toEqual([]);
  });
});

describe("apply", () => {
  it("asks in production, where only the environment's name is a yes", async () => {
    const line = commandLine(one, [first], {
      desired: () => changedTo("Another"),
      isProduction: true,
      answer: "yes",
    });

    await expect(line.run("apply")).rejects.toMatchObject({ code: "not_confirmed" });
    expect(line.writes).toEqual([]);
  });
});

describe("status", () => {
  it("ends with 0 when all is as released, with 2 when not", async () => {
    const settled = commandLine(one, [first]);
    const moved = commandLine(two, [first]);

    expect(await settled.run("status")).toBe(0);
    expect(await moved.run("status", "--json")).toBe(2);

    expect(settled.said()).toContain("first");
    expect(JSON.parse(moved.said())).toMatchObject({
      release: { release_id: "first" },
      drift: [{ kind: "alias-moved", name: "pf360-notes-dev" }],
    });
  });
});

describe("history", () => {
  it("lists the newest first and marks what is live, also after a rollback", async () => {
    const back = releaseOf(one, {
      releaseId: "back",
      action: "rollback",
      restores: "first",
      previous: "second",
    });
    const line = commandLine(one, [first, second, back]);

    expect(await line.run("history")).toBe(0);

    const lines = line.said().trimEnd().split("\n");
    expect(lines.map((text) => text.split(/\s+/)[1])).toEqual(["back", "second", "first"]);
    expect(lines.filter((text) => text.startsWith("*"))).toEqual([expect.stringContaining("* first")]);
  });

  it("is an empty list before the first release", async () => {
    const line = commandLine({ ...one, agents: [] }, []);

    expect(await line.run("history", "--json")).toBe(0);
    expect(JSON.parse(line.said())).toEqual({ releases: [] });
  });
});

describe("rollback", () => {
  it("shows what moves, asks, and moves it", async () => {
    const line = commandLine(two, [first, second], { answer: "yes" });

    expect(await line.run("rollback")).toBe(0);

    expect(line.questions).toHaveLength(1);
    expect(line.writes).toEqual(["updateAlias pf360-notes-dev 1"]);
    expect(line.releases.at(-1)).toMatchObject({ action: "rollback", restores: "first" });
  });

  it("neither asks nor writes when all aliases are there", async () => {
    const line = commandLine(two, [first, second], { answer: "yes" });

    expect(await line.run("rollback", "second")).toBe(0);
    expect(line.questions).toEqual([]);
    expect(line.writes).toEqual([]);
  });
});

describe("prune", () => {
  it("deletes with --yes what is unused, and says it as JSON", async () => {
    const line = commandLine(two, [first, second]);

    expect(await line.run("prune", "--keep", "1", "--yes", "--json")).toBe(0);

    expect(line.writes).toEqual(["deleteVersion pf360-notes-dev 1"]);
    expect(JSON.parse(line.said())).toMatchObject({ kept_releases: ["second"], deleted: [{ version: "1" }] });
  });

  it("does nothing without a yes", async () => {
    const line = commandLine(two, [first, second], { answer: "" });

    await expect(line.run("prune", "--keep", "1")).rejects.toMatchObject({ code: "not_confirmed" });
    expect(line.writes).toEqual([]);
  });
});

describe("destroy", () => {
  it("names what it takes down and asks first", async () => {
    const line = commandLine(one, [first], { answer: "no" });

    await expect(line.run("destroy")).rejects.toMatchObject({ code: "not_confirmed" });

    expect(line.said()).toContain("pf360-supervisor-dev");
    expect(line.writes).toEqual([]);
  });

  it("needs the environment's name in production", async () => {
    const line = commandLine(one, [first], { answer: " DEV ", isProduction: true });

    expect(await line.run("destroy")).toBe(0);
    expect(line.live().agents).toEqual([]);
    expect(line.releases.at(-1)).toMatchObject({ action: "destroy" });
  });
});

describe("a command", () => {
  it("that changes something works alone, one that only looks waits for nobody", async () => {
    const alone: string[] = [];
    const line = (command: string) =>
      commandLine(two, [first, second], {
        async alone(work) {
          alone.push(command);
          return work();
        },
      }).run(...command.split(" "));

    for (const command of ["plan", "status", "history"]) await line(command);
    for (const command of ["--yes", "apply", "rollback --yes", "prune --yes", "destroy --yes"])
      await line(command);

    expect(alone).toEqual(["--yes", "apply", "rollback --yes", "prune --yes", "destroy --yes"]);
  });
});
