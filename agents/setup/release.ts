import { createHash } from "node:crypto";
import { canonicalJson, canonicalSchema } from "./canonical-json.ts";
import { ownerTag, specHashIn } from "./desired-state.ts";
import type { LiveAgentState, LiveRelease } from "./plan-types.ts";
import type { Release } from "./release-store.ts";

/** What a release says about the agents, read from them. */
export type ReleaseContent = Pick<Release, "agents" | "schemaHashes">;

/** Every agent of ours whose alias points at a version. */
export function contentOf({ agents }: LiveRelease): ReleaseContent {
  const schemas = agents
    .filter(isOurs)
    .flatMap(({ liveVersion }) => liveVersion?.actionGroups ?? [])
    .map(({ name, schema }) => [name, hashOf(canonicalSchema(schema))] as const);
  return {
    agents: agents.filter(isOurs).flatMap(({ agent: { name, agentId }, alias }) => {
      if (alias?.version === undefined) return [];
      const { aliasId, version, description } = alias;
      const specHash = specHashIn(description);
      return [{ name, agentId, aliasId, version, ...(specHash !== undefined && { specHash }) }];
    }),
    schemaHashes: Object.fromEntries(schemas),
  };
}

export function isOurs({ tags }: LiveAgentState): boolean {
  return tags[ownerTag.key] === ownerTag.value;
}

/** Whether every alias points where the release says, and no other agent has come. */
export function isSameContent(one: ReleaseContent, other: ReleaseContent): boolean {
  const essence = ({ agents, schemaHashes }: ReleaseContent) => canonicalJson({ agents, schemaHashes });
  return essence(one) === essence(other);
}

/** The applied release that is live after this one: itself, or what it went back to. */
export function appliedReleaseId(release: Release): string {
  return release.restores ?? release.releaseId;
}

/** `20261123T150000Z-1a2b3c4d`: sorts by time, and can be read out. */
export function newReleaseId(at: string, random: string): string {
  const instant = at.replace(/\.\d+/, "").replaceAll(/[-:]/g, "");
  return `${instant}-${hashOf(random).slice(0, 8)}`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
