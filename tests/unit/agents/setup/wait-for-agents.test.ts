import { describe, expect, it } from "vitest";
import type { ControlPlane, LiveAgent, LiveAlias } from "#agents/setup/control-plane.ts";
import { createWaits } from "#agents/setup/wait-for-agents.ts";
import { instantPace } from "#tests/builders/setup-world.ts";

type Agent = Pick<LiveAgent, "status"> & { failureReasons?: string[] };
type Alias = Pick<LiveAlias, "status"> & { version?: string; failureReasons?: string[] };

/** Shows these states one after another, and the last one from then on; undefined: not there. */
function waitsOver(states: {
  agents?: (Agent | undefined)[];
  aliases?: (Alias | undefined)[];
  versions?: number;
}) {
  const pace = instantPace();
  const { agents = [], aliases = [] } = states;
  let versionLooks = states.versions ?? 0;
  const next = <State>(list: State[]) => (list.length > 1 ? list.shift() : list[0]);
  const plane: Partial<ControlPlane> = {
    getAgent: async (agentId) => {
      const found = next(agents);
      return found && ({ agentId, failureReasons: [], ...found } as unknown as LiveAgent);
    },
    getAlias: async (_agentId, aliasId) => {
      const found = next(aliases);
      return found && ({ aliasId, ...found } as LiveAlias);
    },
    getVersion: async () => (versionLooks-- > 0 ? ({ version: "1" } as never) : undefined),
  };
  return { waits: createWaits(plane as ControlPlane, pace), pace };
}

describe("waiting for an agent", () => {
  it.each(["CREATING", "UPDATING", "PREPARING", "VERSIONING"] as const)(
    "goes on through %s",
    async (status) => {
      const { waits, pace } = waitsOver({ agents: [{ status }, { status }, { status: "PREPARED" }] });
      expect(await waits.workingAgent("AGENT00001")).toMatchObject({ status: "PREPARED" });
      expect(pace.slept).toHaveLength(2);
    },
  );

  it("ends with the service's reasons when it FAILED", async () => {
    const { waits } = waitsOver({
      agents: [{ status: "PREPARING" }, { status: "FAILED", failureReasons: ["The role is wrong."] }],
    });
    const wait = waits.workingAgent("AGENT00001");
    await expect(wait).rejects.toMatchObject({ code: "agent_failed" });
    await expect(wait).rejects.toThrow("The role is wrong.");
  });

  it("ends when it is gone, or stays under way", async () => {
    const gone = waitsOver({ agents: [undefined] });
    await expect(gone.waits.workingAgent("AGENT00001")).rejects.toMatchObject({ code: "agent_failed" });
    const stuck = waitsOver({ agents: [{ status: "PREPARING" }] });
    await expect(stuck.waits.workingAgent("AGENT00001")).rejects.toMatchObject({ code: "timed_out" });
  });

  it("gives a new one a moment to be known, and no more", async () => {
    const late = waitsOver({ agents: [undefined, undefined, { status: "NOT_PREPARED" }] });
    expect(await late.waits.createdAgent("AGENT00001")).toMatchObject({ status: "NOT_PREPARED" });
    const never = waitsOver({ agents: [undefined] });
    expect(await never.waits.createdAgent("AGENT00001")).toBeUndefined();
  });

  it("sees a deleted one out, and says so when it stays", async () => {
    const going = waitsOver({ agents: [{ status: "DELETING" }, undefined] });
    await going.waits.agentGone("AGENT00001");
    expect(going.pace.slept).toHaveLength(1);
    const staying = waitsOver({ agents: [{ status: "DELETING" }, { status: "FAILED" }] });
    await expect(staying.waits.agentGone("AGENT00001")).rejects.toMatchObject({ code: "agent_failed" });
  });
});

describe("waiting for an alias", () => {
  it("goes on until it says where it points", async () => {
    const { waits, pace } = waitsOver({
      aliases: [
        { status: "CREATING" },
        { status: "PREPARED" },
        { status: "PREPARED", version: "DRAFT" },
        { status: "PREPARED", version: "7" },
      ],
    });
    expect(await waits.workingAlias("AGENT00001", "ALIAS00001")).toMatchObject({ version: "7" });
    expect(pace.slept).toHaveLength(3);
  });

  it.each(["FAILED", "DISSOCIATED"] as const)("ends when it is %s", async (status) => {
    const { waits } = waitsOver({
      aliases: [{ status: "UPDATING" }, { status, failureReasons: ["No room."] }],
    });
    await expect(waits.workingAlias("AGENT00001", "ALIAS00001")).rejects.toThrow(`${status}: No room.`);
  });

  it("goes on through one that is being deleted: it holds its name", async () => {
    const { waits } = waitsOver({ aliases: [{ status: "DELETING" }, { status: "DELETING" }, undefined] });
    expect(await waits.settledAlias("AGENT00001", "ALIAS00001")).toBeUndefined();
  });

  it("sees a deleted one out, and says so when it stays", async () => {
    const going = waitsOver({ aliases: [{ status: "DELETING" }, undefined] });
    await going.waits.aliasGone("AGENT00001", "ALIAS00001");
    const staying = waitsOver({ aliases: [{ status: "DELETING" }, { status: "FAILED" }] });
    await expect(staying.waits.aliasGone("AGENT00001", "ALIAS00001")).rejects.toMatchObject({
      code: "agent_failed",
    });
  });
});

describe("waiting for a version to go", () => {
  it("looks until it is not found", async () => {
    const { waits, pace } = waitsOver({ versions: 2 });
    await waits.versionGone("AGENT00001", "1");
    expect(pace.slept).toHaveLength(2);
  });
});
