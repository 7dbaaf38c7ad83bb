import type { ControlPlane } from "./control-plane.ts";
import type { Waits } from "./wait-for-agents.ts";

/**
 * Takes down an agent with all its aliases, and waits until it is gone; what is on its way out already is only waited for. Whoever calls
 * one of the aliases has to go, or be published without it, first.
 */
export async function removeAgent(
  agentId: string,
  { controlPlane, waits, step }: { controlPlane: ControlPlane; waits: Waits; step: (what: string) => void },
): Promise<void> {
  const agent = await waits.settledAgent(agentId);
  if (!agent) return;
  if (agent.status !== "DELETING") {
    for (const { aliasId, name } of await controlPlane.listAliases(agentId)) {
      step(`deleting alias ${name}`);
      if (!(await waits.settledAlias(agentId, aliasId))) continue;
      await controlPlane.deleteAlias(agentId, aliasId);
      await waits.aliasGone(agentId, aliasId);
    }
    step("deleting");
    await controlPlane.deleteAgent(agentId, false);
  }
  await waits.agentGone(agentId);
}
