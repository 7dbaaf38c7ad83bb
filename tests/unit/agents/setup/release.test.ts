import { describe, expect, it } from "vitest";
import { recordRelease } from "#agents/setup/apply-release.ts";
import { appliedReleaseId, contentOf, isSameContent, newReleaseId } from "#agents/setup/release.ts";
import { desiredRelease, liveFrom, withLive } from "#tests/builders/agent-release.ts";
import { atVersion, releaseOf, setupContext } from "#tests/builders/setup-context.ts";

const made = liveFrom(await desiredRelease());
const live = {
  ...made,
  agents: made.agents.toSorted((one, other) => (one.agent.name < other.agent.name ? -1 : 1)),
};

describe("a release", () => {
  it("says of every agent where its alias points and which definition that came from", () => {
    const { agents } = contentOf(atVersion(live, "notes", "7"));

    expect(agents).toHaveLength(3);
    expect(agents.find(({ name }) => name === "pf360-notes-dev")).toMatchObject({
      agentId: live.agents.find(({ agent }) => agent.name === "pf360-notes-dev")?.agent.agentId,
      aliasId: "ALIAS00001",
      version: "7",
      specHash: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it("knows the schemas that are live by their hashes, whatever the order of their keys", () => {
    const reordered = withLive(live, "notes", (state) => ({
      ...state,
      ...(state.liveVersion && {
        liveVersion: {
          ...state.liveVersion,
          actionGroups: state.liveVersion.actionGroups.map((group) => ({
            ...group,
            schema: JSON.stringify(
              Object.fromEntries(Object.entries(JSON.parse(group.schema) as object).reverse()),
            ),
          })),
        },
      }),
    }));

    expect(Object.keys(contentOf(live).schemaHashes).sort()).toEqual(["notes-actions", "scheduling-actions"]);
    expect(contentOf(reordered).schemaHashes).toEqual(contentOf(live).schemaHashes);
  });

  it("leaves out agents of somebody else, and those without an alias", () => {
    const foreign = withLive(live, "notes", (state) => ({ ...state, tags: {} }));
    const bare = withLive(foreign, "scheduling", ({ alias: _alias, ...state }) => state);

    expect(contentOf(bare).agents.map(({ name }) => name)).toEqual(["pf360-supervisor-dev"]);
  });

  it("has no spec hash when somebody else described the alias", () => {
    const described = withLive(live, "notes", (state) => ({
      ...state,
      ...(state.alias && { alias: { ...state.alias, description: "by hand" } }),
    }));

    const notes = contentOf(described).agents.find(({ name }) => name === "pf360-notes-dev");

    expect(notes).not.toHaveProperty("specHash");
  });

  it("differs from another one as soon as one alias does", () => {
    expect(isSameContent(contentOf(live), releaseOf(live))).toBe(true);
    expect(isSameContent(contentOf(atVersion(live, "notes", "2")), releaseOf(live))).toBe(false);
  });

  it("has an id that sorts by time", () => {
    const ids = ["2026-11-23T15:00:00.000Z", "2026-11-23T15:00:01.000Z", "2026-12-01T00:00:00.999Z"].map(
      (at, index) => newReleaseId(at, `random ${9 - index}`),
    );

    expect(ids.toSorted()).toEqual(ids);
    expect(ids[0]).toMatch(/^20261123T150000Z-[0-9a-f]{8}$/);
  });

  it("that went back counts as what it went back to", () => {
    expect(appliedReleaseId(releaseOf(live))).toBe("20261123T150000Z-00000001");
    expect(appliedReleaseId(releaseOf(live, { releaseId: "later", restores: "first" }))).toBe("first");
  });
});

describe("recording a release", () => {
  it("names the one before it, the time and the commit", async () => {
    const before = releaseOf(live);
    const { context, releases } = setupContext(live, [before]);

    const { release, isNew } = await recordRelease(
      "apply",
      contentOf(atVersion(live, "notes", "2")),
      before,
      context,
    );

    expect(isNew).toBe(true);
    expect(release).toMatchObject({
      action: "apply",
      previous: before.releaseId,
      at: "2026-11-24T09:00:00.000Z",
      gitCommit: "0b1c2d3",
    });
    expect(releases).toEqual([before, release]);
  });

  it("writes nothing when it would say what the latest one says, or when there never was anything", async () => {
    const before = releaseOf(live);
    const known = setupContext(live, [before]);
    const empty = setupContext({ ...live, agents: [] });

    expect(await recordRelease("apply", contentOf(live), before, known.context)).toEqual({
      release: before,
      isNew: false,
    });
    expect(await recordRelease("apply", { agents: [], schemaHashes: {} }, undefined, empty.context)).toEqual({
      release: undefined,
      isNew: false,
    });
    expect(known.releases).toHaveLength(1);
    expect(empty.releases).toEqual([]);
  });
});
