import type { ApplyRun } from "./apply.ts";
import { clientToken } from "./client-token.ts";
import type { AgentSpec, LiveAgent } from "./control-plane.ts";
import {
  type AgentPlan,
  aliasName,
  type DesiredAgent,
  type DesiredCollaborator,
  type TagNeed,
} from "./plan-types.ts";
import { removeAgent } from "./remove-agent.ts";
import { SetupError } from "./setup-error.ts";

/**
 * All steps of one agent, one call at a time. Each begins where the service is at rest, so that the run can be killed between any two.
 * @param callees resolves when all agents that come before this one are done
 */
export async function applyAgent(
  plan: AgentPlan,
  run: ApplyRun,
  callees: () => Promise<void>,
): Promise<void> {
  const { needs, desired } = plan;
  const step = (what: string) => run.progress.step(plan.name, what);
  if (needs.deleteAgent) {
    await callees();
    if (plan.agentId !== undefined) await removeAgent(plan.agentId, { ...run, step });
    return;
  }
  if (!desired) return;
  if (needs.deleteFirst !== undefined) await removeAgent(needs.deleteFirst, { ...run, step });
  const agentId = await makeAgent(plan, run);
  await changeActionGroups(agentId, plan, run);
  await callees();
  await changeCollaborators(agentId, plan, run);
  if (needs.prepare) {
    step("preparing");
    await run.controlPlane.prepareAgent(agentId);
    await run.waits.workingAgent(agentId);
  }
  await changeAlias(agentId, desired, plan, run);
  await changeTags(agentId, plan, run);
}

/** Creates or updates what the plan says so, and answers the agent's id. */
async function makeAgent({ name, agentId, needs, desired }: AgentPlan, run: ApplyRun): Promise<string> {
  if (needs.createAgent) {
    run.progress.step(name, "creating");
    const salt = needs.deleteFirst ?? "";
    const hash = desired?.specHash ?? "";
    return (await createAgent(needs.createAgent, [hash, salt], run)).agentId;
  }
  if (agentId === undefined)
    throw new SetupError("agent_failed", `${name} is neither there nor to be created.`);
  if (needs.updateAgent) {
    run.progress.step(name, "updating");
    await run.controlPlane.updateAgent(agentId, needs.updateAgent);
    await run.waits.workingAgent(agentId);
  }
  return agentId;
}

async function createAgent(spec: AgentSpec, parts: readonly string[], run: ApplyRun): Promise<LiveAgent> {
  const { agentId } = await run.controlPlane.createAgent(
    spec,
    clientToken(run.generation, "agent", spec.name, ...parts),
  );
  const agent = await run.waits.createdAgent(agentId);
  if (agent?.status === "FAILED") return run.waits.workingAgent(agentId);
  if (agent && agent.status !== "DELETING") return agent;
  // The service remembered the token of an agent that has been deleted since.
  if (parts.length > 3) throw new SetupError("agent_failed", `${spec.name} was created, and is gone.`);
  await run.waits.agentGone(agentId);
  return createAgent(spec, [...parts, agentId], run);
}

async function changeActionGroups(agentId: string, { name, needs }: AgentPlan, run: ApplyRun): Promise<void> {
  const { actionGroups } = needs;
  const step = (verb: string, group: string) => run.progress.step(name, `${verb} action group ${group}`);
  for (const group of actionGroups.delete) {
    step("deleting", group.name);
    await run.controlPlane.deleteActionGroup(agentId, group.actionGroupId);
  }
  for (const { actionGroupId, spec } of actionGroups.update) {
    step("updating", spec.name);
    await run.controlPlane.updateActionGroup(agentId, actionGroupId, spec);
  }
  for (const spec of actionGroups.create) {
    step("creating", spec.name);
    const { name: group, description, lambdaArn, schema } = spec;
    const token = clientToken(run.generation, "action-group", agentId, group, description, lambdaArn, schema);
    await run.controlPlane.createActionGroup(agentId, spec, token);
  }
}

async function changeCollaborators(
  agentId: string,
  { name, needs }: AgentPlan,
  run: ApplyRun,
): Promise<void> {
  const { collaborators } = needs;
  const step = (verb: string, collaborator: string) =>
    run.progress.step(name, `${verb} collaborator ${collaborator}`);
  for (const { collaboratorId, name: collaborator } of collaborators.disassociate) {
    step("taking off", collaborator);
    await run.controlPlane.disassociateCollaborator(agentId, collaboratorId);
  }
  for (const { collaboratorId, collaborator } of collaborators.update) {
    step("updating", collaborator.name);
    await run.controlPlane.updateCollaborator(agentId, collaboratorId, collaboratorSpec(collaborator, run));
  }
  for (const collaborator of collaborators.associate) {
    step("adding", collaborator.name);
    const spec = collaboratorSpec(collaborator, run);
    const { name: called, aliasArn, instruction } = spec;
    const token = clientToken(run.generation, "collaborator", agentId, called, aliasArn, instruction);
    await run.controlPlane.associateCollaborator(agentId, spec, token);
  }
}

function collaboratorSpec({ agentName, ...collaborator }: DesiredCollaborator, { aliasArns }: ApplyRun) {
  const aliasArn = aliasArns.get(agentName);
  if (aliasArn === undefined) throw new SetupError("agent_failed", `${agentName} has no alias to call.`);
  return { ...collaborator, aliasArn };
}

async function changeAlias(
  agentId: string,
  desired: DesiredAgent,
  { name, needs }: AgentPlan,
  run: ApplyRun,
): Promise<void> {
  const need = needs.alias;
  if (need.action === "none") return;
  const spec = { name: aliasName, description: desired.aliasDescription };
  run.progress.step(name, need.action === "point" ? "pointing the alias" : "publishing a version");
  const aliasId =
    need.action === "create"
      ? await createAlias(agentId, { ...spec, tags: desired.aliasTags }, run)
      : need.aliasId;
  if (need.action !== "create") {
    const found = await run.controlPlane.getAlias(agentId, aliasId);
    await run.controlPlane.updateAlias(agentId, aliasId, {
      ...spec,
      ...(need.action === "point" && { version: need.version }),
      ...(found?.invocations && { invocations: found.invocations }),
    });
  }
  const alias = await run.waits.workingAlias(agentId, aliasId);
  // The agent may still be cutting the version when the alias says that it is there.
  await run.waits.workingAgent(agentId);
  run.aliasArns.set(name, alias.arn);
}

async function createAlias(
  agentId: string,
  spec: { name: string; description: string; tags: Readonly<Record<string, string>> },
  { controlPlane, generation }: ApplyRun,
): Promise<string> {
  const token = clientToken(generation, "alias", agentId, spec.name, spec.description);
  return (await controlPlane.createAlias(agentId, spec, token)).aliasId;
}

async function changeTags(agentId: string, { needs: { tags } }: AgentPlan, run: ApplyRun): Promise<void> {
  const live = run.live.agents.find(({ agent }) => agent.agentId === agentId);
  const change = async (arn: string | undefined, { set, remove }: TagNeed) => {
    if (arn === undefined) return;
    if (Object.keys(set).length > 0) await run.controlPlane.tag(arn, set);
    if (remove.length > 0) await run.controlPlane.untag(arn, remove);
  };
  await change(live?.agent.arn, tags.agent);
  await change(live?.alias?.arn, tags.alias);
}
