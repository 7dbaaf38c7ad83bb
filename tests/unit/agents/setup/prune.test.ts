import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planPrune, pruneVersions, readAliases } from "#agents/setup/prune.ts";
import { desiredRelease, liveFrom, withLive } from "#tests/builders/agent-release.ts";
import { atVersion, releaseOf, setupContext } from "#tests/builders/setup-context.ts";

const one = liveFrom(await desiredRelease());
const two = atVersion(one, "notes", "2");
const three = atVersion(two, "notes", "3");
/** Newest first. */
const releases = [
  releaseOf(three, { releaseId: "third", previous: "second" }),
  releaseOf(two, { releaseId: "second", previous: "first" }),
  releaseOf(one, { releaseId: "first" }),
];

async function pruneOf(live = three, known = releases, keep = 1) {
  const { context } = setupContext(live);
  return planPrune(live, await readAliases(live, context), known, keep);
}

describe("prune", () => {
  it("deletes the versions that neither an alias nor a kept release uses", async () => {
    const { keptReleases, versions } = await pruneOf();

    expect(keptReleases).toEqual(["third"]);
    expect(versions.map(({ name, version }) => `${name} ${version}`)).toEqual([
      "pf360-notes-dev 2",
      "pf360-notes-dev 1",
    ]);
  });

  it("keeps what a kept release would need to be restored", async () => {
    const { versions } = await pruneOf(three, releases, 2);

    expect(versions.map(({ version }) => version)).toEqual(["1"]);
  });

  it("keeps the release that a kept rollback went back to", async () => {
    const back = releaseOf(one, {
      releaseId: "back",
      action: "rollback",
      restores: "first",
      previous: "third",
    });
    const live = atVersion(three, "notes", "1");

    const { keptReleases, versions } = await pruneOf(live, [back, ...releases]);

    expect(keptReleases).toEqual(["back", "first"]);
    expect(versions.map(({ version }) => version)).toEqual(["3", "2"]);
  });

  it("keeps what any alias points at, also one that is not ours", async () => {
    const { agentId } = one.agents.find(({ agent }) => agent.name === "pf360-notes-dev")?.agent ?? {};
    const { context } = setupContext(three);
    const aliases = await readAliases(three, context);
    const foreign = {
      aliasId: "FOREIGN001",
      arn: "",
      name: "canary",
      status: "PREPARED" as const,
      version: "2",
    };
    aliases.set(agentId ?? "", [...(aliases.get(agentId ?? "") ?? []), foreign]);

    const { versions } = planPrune(three, aliases, releases, 1);

    expect(versions.map(({ version }) => version)).toEqual(["1"]);
  });

  it("leaves agents of somebody else alone", async () => {
    const foreign = withLive(three, "notes", (state) => ({ ...state, tags: {} }));

    expect((await pruneOf(foreign)).versions).toEqual([]);
  });

  it("never deletes a version of a kept release or of an alias, however many there are", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (history, liveVersion, keep) => {
          const all = ["8", "7", "6", "5", "4", "3", "2", "1"];
          const live = withLive(atVersion(one, "notes", String(liveVersion)), "notes", (state) => ({
            ...state,
            versions: all,
          }));
          const known = history.map((version, index) =>
            releaseOf(atVersion(one, "notes", String(version)), { releaseId: `release-${index}` }),
          );

          const { versions } = await pruneOf(live, known, keep);

          const needed = new Set([liveVersion, ...history.slice(0, keep)].map(String));
          expect(versions.map(({ version }) => version)).toEqual(
            all.filter((version) => !needed.has(version)),
          );
        },
      ),
    );
  });

  it("deletes them one after another and touches nothing else", async () => {
    const { context, writes, live } = setupContext(three);

    await pruneVersions(await pruneOf(), context);

    expect(writes).toEqual(["deleteVersion pf360-notes-dev 2", "deleteVersion pf360-notes-dev 1"]);
    expect(live().agents.find(({ agent }) => agent.name === "pf360-notes-dev")?.versions).toEqual(["3"]);
  });

  it("names the agent whose version stays, and why; the others are tidied up all the same", async () => {
    const several = atVersion(atVersion(one, "notes", "2"), "scheduling", "2");
    const { context, writes } = setupContext(several);
    const { deleteVersion } = context.controlPlane;
    context.controlPlane.deleteVersion = async (agentId, version) => {
      if (several.agents.find(({ agent }) => agent.agentId === agentId)?.agent.name !== "pf360-notes-dev") {
        return deleteVersion(agentId, version);
      }
      throw Object.assign(new Error("Internal server error."), { name: "InternalServerException" });
    };

    const pruned = pruneVersions(await pruneOf(several, []), context);

    await expect(pruned).rejects.toMatchObject({
      code: "apply_failed",
      message: /pf360-notes-dev: InternalServerException/,
    });
    expect(writes).toEqual(["deleteVersion pf360-scheduling-dev 1"]);
  });
});
