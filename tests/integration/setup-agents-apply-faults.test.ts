import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DesiredRelease } from "#agents/setup/plan-types.ts";
import type { Fault } from "#local/bedrock/control-plane/faults.ts";
import { fiveAgents, withoutChitchat } from "#tests/builders/five-agents.ts";
import { type SetupWorld, startSetupWorld } from "#tests/builders/setup-world.ts";

let world: SetupWorld;
let first: DesiredRelease;
let whole: ReturnType<SetupWorld["state"]>;

beforeAll(async () => {
  world = await startSetupWorld({ latencyMs: 1_000 });
  first = await fiveAgents();
  await world.apply(first);
  whole = world.state();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

const fault = (given: Partial<Fault> & Pick<Fault, "kind">) =>
  world.service.addFault({ times: 1, reasons: ["Failed on demand."], ...given });
const callsOf = (operation: string) =>
  world.service.calls().filter((call) => call.operation === operation).length;

/** How an apply ends: with its code and message, or undefined when it went well. */
async function endOf(desired: DesiredRelease): Promise<{ code: string; message: string } | undefined> {
  try {
    await world.apply(desired);
    return undefined;
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    return { code, message };
  }
}

describe("setup-agents apply, when the service fails", () => {
  it.each([
    "CreateAgent",
    "CreateAgentActionGroup",
    "AssociateAgentCollaborator",
    "PrepareAgent",
    "CreateAgentAlias",
    "GetAgent",
    "ListAgents",
  ])(
    "goes on over %s that is throttled, fails inside, or is cut before or after it was done",
    async (operation) => {
      fault({ kind: "throttling", operation, times: 3 });
      fault({ kind: "internal", operation });
      fault({ kind: "cut_before", operation });
      fault({ kind: "cut_after", operation });
      await world.apply(first);
      expect(world.state()).toEqual(whole);
    },
  );

  it.each(["UpdateAgent", "UpdateAgentActionGroup", "UpdateAgentCollaborator"])(
    "goes on over %s that is cut after it was done",
    async (operation) => {
      await world.apply(await changedEverywhere());
      fault({ kind: "cut_after", operation });
      await world.apply(first);
      expect(callsOf(operation)).toBeGreaterThan(1);
      expect(draftsOf(world.state())).toEqual(draftsOf(whole));
    },
  );

  it("cuts no second version when the answer to the first is lost: the next run sees what was done", async () => {
    await world.apply(first);
    const changed = await fiveAgents({ instructions: { notes: "\nBe brief." } });
    fault({ kind: "cut_after", operation: "UpdateAgentAlias" });
    expect(await endOf(changed)).toMatchObject({ code: "apply_failed" });
    expect(callsOf("UpdateAgentAlias")).toBe(1);
    world.takeCalls();
    await world.apply(changed);
    expect(world.takeCalls().writes).toEqual({});
    const notes = world.state().find(({ name }) => name === "pf360-notes-dev");
    expect(notes?.versions.map(({ version }) => version)).toEqual(["1", "2"]);
    expect(world.releases.all).toHaveLength(2);
  });

  it("deletes what is being deleted already, when the answer was lost", async () => {
    await world.apply(first);
    fault({ kind: "cut_after", operation: "DisassociateAgentCollaborator" });
    fault({ kind: "cut_after", operation: "DeleteAgentAlias" });
    fault({ kind: "cut_after", operation: "DeleteAgent" });
    await world.apply(await withoutChitchat());
    expect(world.state().map(({ name }) => name)).toEqual(
      whole.map(({ name }) => name).filter((name) => name !== "pf360-chitchat-dev"),
    );
    for (const operation of ["DisassociateAgentCollaborator", "DeleteAgentAlias", "DeleteAgent"]) {
      expect(callsOf(operation), operation).toBeGreaterThan(1);
    }
  });

  it.each(["PrepareAgent", "CreateAgentAlias", "UpdateAgent", "UpdateAgentAlias"])(
    "tells why %s failed, and completes it the next time",
    async (operation) => {
      const isUpdate = operation.startsWith("Update");
      if (isUpdate) await world.apply(await changedEverywhere());
      fault({ kind: "failed", operation, reasons: ["Out of order."] });
      expect((await endOf(first))?.message).toContain("Out of order.");
      await world.apply(first);
      expect(draftsOf(world.state())).toEqual(draftsOf(whole));
      expect(liveOf(world.state())).toEqual(liveOf(whole));
    },
  );

  it("waits for an agent that somebody else's run has in hand", async () => {
    await world.apply(first);
    const { agents } = await world.readLive();
    const ids = agents.map(({ agent }) => agent.agentId);
    for (const id of ids) await world.context.controlPlane.prepareAgent(id);
    await world.apply(await fiveAgents({ instructions: { notes: "\nBe brief." } }));
    expect(world.service.calls().filter(({ status }) => status >= 400)).toEqual([]);
  });

  it("waits for a name that is held by an agent and an alias on their way out", async () => {
    await world.apply(first);
    const { controlPlane } = world.context;
    const { agents } = await world.readLive();
    const supervisor = agents.find(({ agent }) => agent.name === "pf360-supervisor-dev");
    const { agentId } = supervisor?.agent ?? { agentId: "" };
    const { settings } = world.service;
    const { latencyMs } = settings;
    const slowly = async (remove: () => Promise<void>) => {
      settings.latencyMs = 60_000;
      await remove();
      settings.latencyMs = latencyMs;
    };
    await slowly(() => controlPlane.deleteAlias(agentId, supervisor?.alias?.aliasId ?? ""));
    await world.apply(first);
    await slowly(() => controlPlane.deleteAgent(agentId, true));
    await world.apply(first);
    expect(world.state()).toEqual(whole);
  });
});

type State = ReturnType<SetupWorld["state"]>;

/** Without the versions, of which a repaired run may have more. */
function draftsOf(state: State) {
  return state.map(({ name, status, draft, prepared, tags }) => ({ name, status, draft, prepared, tags }));
}

/** What customers get. */
function liveOf(state: State) {
  return state.map(({ name, aliases, versions }) => ({
    name,
    live: aliases.map((alias) => {
      const { version: _version, ...content } =
        versions.find(({ version }) => version === alias.version) ?? {};
      return { name: alias.name, status: alias.status, description: alias.description, content };
    }),
  }));
}

/** Another instruction, schema and collaborator. */
function changedEverywhere(): Promise<DesiredRelease> {
  return fiveAgents({
    instructions: { notes: "\nBe brief.", supervisor: "\nBe brief." },
    actionGroup: (group) => ({ ...group, description: `${group.description} Changed.` }),
    definition: (own) => ({
      ...own,
      collaborators: own.collaborators.map((one) => ({ ...one, instruction: `${one.instruction} Changed.` })),
    }),
  });
}
