import { describe, expect, it } from "vitest";
import { destroyRelease, planDestroy } from "#agents/setup/destroy.ts";
import { desiredRelease, liveFrom, withLive } from "#tests/builders/agent-release.ts";
import { releaseOf, setupContext } from "#tests/builders/setup-context.ts";

const live = liveFrom(await desiredRelease());
const names = (waves: ReturnType<typeof planDestroy>["waves"]) =>
  waves.map((wave) => wave.map(({ agent }) => agent.name).toSorted());

describe("the plan of a destroy", () => {
  it("takes callers before those they call", () => {
    expect(names(planDestroy(live).waves)).toEqual([
      ["pf360-supervisor-dev"],
      ["pf360-notes-dev", "pf360-scheduling-dev"],
    ]);
  });

  it("counts a call that stands only in the live version", () => {
    const edited = withLive(live, "supervisor", (state) => ({ ...state, collaborators: [] }));

    expect(names(planDestroy(edited).waves)[0]).toEqual(["pf360-supervisor-dev"]);
  });

  it("leaves agents without a tag of ours, and names them", () => {
    const foreign = withLive(live, "notes", (state) => ({ ...state, tags: { owner: "another team" } }));

    const { waves, left } = planDestroy(foreign);

    expect(left).toEqual(["pf360-notes-dev"]);
    expect(names(waves).flat()).not.toContain("pf360-notes-dev");
  });

  it("is empty when there is nothing, and ends even when agents call each other in a circle", () => {
    const supervisor = live.agents.find(({ agent }) => agent.name === "pf360-supervisor-dev");
    const [collaborator] = supervisor?.collaborators ?? [];
    const circle = withLive(live, "notes", (state) => ({
      ...state,
      collaborators: collaborator ? [{ ...collaborator, aliasArn: supervisor?.alias?.arn ?? "" }] : [],
    }));

    expect(planDestroy({ ...live, agents: [] }).waves).toEqual([]);
    expect(names(planDestroy(circle).waves).flat()).toHaveLength(3);
  });
});

describe("a destroy", () => {
  it("deletes alias and agent, the supervisor's first, and is recorded as a release without agents", async () => {
    const { context, writes, releases, live: remaining } = setupContext(live, [releaseOf(live)]);

    const { release } = await destroyRelease(planDestroy(live), context);

    expect(writes.slice(0, 2)).toEqual([
      "deleteAlias pf360-supervisor-dev",
      "deleteAgent pf360-supervisor-dev",
    ]);
    expect(writes).toHaveLength(6);
    expect(remaining().agents).toEqual([]);
    expect(release).toMatchObject({ action: "destroy", agents: [] });
    expect(releases).toHaveLength(2);
  });

  it("names the agent that would not go, leaves those it calls, and is completed by the next one", async () => {
    const { context, releases, live: remaining } = setupContext(live, [releaseOf(live)]);
    const { deleteAgent } = context.controlPlane;
    context.controlPlane.deleteAgent = () => Promise.reject(new Error("not now"));

    await expect(destroyRelease(planDestroy(live), context)).rejects.toMatchObject({
      code: "apply_failed",
      message: expect.stringContaining("pf360-supervisor-dev"),
    });
    expect(remaining().agents).toHaveLength(3);
    expect(releases).toHaveLength(1);
    context.controlPlane.deleteAgent = deleteAgent;
    await destroyRelease(planDestroy(remaining()), context);

    expect(remaining().agents).toEqual([]);
    expect(releases.at(-1)).toMatchObject({ action: "destroy", agents: [] });
  });
});
