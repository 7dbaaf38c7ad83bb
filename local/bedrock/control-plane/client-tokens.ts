import { ownValue, type Plane } from "./plane.ts";
import type { ClientTokenRecord, PlaneState } from "./state.ts";

/**
 * Makes a resource once for a client token: the same token again, at the same place, gets the first answer, whatever else the
 * request says, as long as the resource is there. Without a token it is made anew.
 */
export function onceForToken(
  { state }: Plane,
  { operation, place = "", token }: { operation: string; place?: string; token: string | undefined },
  make: () => ClientTokenRecord,
): object {
  if (token === undefined) return make().reply;
  forgetDead(state);
  const key = `${operation}/${place}/${token}`;
  const known = ownValue(state.clientTokens, key);
  if (known) return known.reply;
  const made = structuredClone(make());
  state.clientTokens[key] = made;
  return made.reply;
}

function forgetDead(state: PlaneState): void {
  for (const [key, { agentId, partId }] of Object.entries(state.clientTokens)) {
    const agent = ownValue(state.agents, agentId);
    const parts = agent && [agent.aliases, agent.draft.actionGroups, agent.draft.collaborators];
    const isThere = parts && (partId === undefined || parts.some((part) => Object.hasOwn(part, partId)));
    if (!isThere) delete state.clientTokens[key];
  }
}
