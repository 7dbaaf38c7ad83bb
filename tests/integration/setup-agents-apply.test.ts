import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DesiredRelease } from "#agents/setup/plan-types.ts";
import { fiveAgents, withoutChitchat, withoutOperation } from "#tests/builders/five-agents.ts";
import { type SetupWorld, startSetupWorld } from "#tests/builders/setup-world.ts";

let world: SetupWorld;
let first: DesiredRelease;

beforeAll(async () => {
  world = await startSetupWorld({ latencyMs: 2_000, rateLimits: true });
  first = await fiveAgents();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.reset();
  await world.apply(first);
});

/** What an apply writes, as the service saw it: the agent, then the operation; those of one agent in their order. */
async function writesOf(desired: DesiredRelease, only: readonly string[] = []): Promise<string[]> {
  const before = world.service.calls().length;
  await world.apply(desired, only);
  return world.service
    .calls()
    .slice(before)
    .filter(({ write, status }) => write && status < 400)
    .map(({ agent_name, operation }) => `${agent_name ?? "?"} ${operation}`);
}

const versions = () =>
  Object.fromEntries(world.state().map(({ name, aliases: [alias] }) => [name, alias?.version]));

describe("setup-agents apply", () => {
  it("makes the five agents from nothing, each with one version behind its alias", () => {
    expect(versions()).toEqual({
      "pf360-chitchat-dev": "1",
      "pf360-information-dev": "1",
      "pf360-notes-dev": "1",
      "pf360-scheduling-dev": "1",
      "pf360-supervisor-dev": "1",
    });
    const supervisor = world.state().find(({ name }) => name === "pf360-supervisor-dev");
    expect(supervisor?.versions[0]?.collaborators.map(({ calls }) => calls)).toEqual([
      "pf360-chitchat-dev live",
      "pf360-information-dev live",
      "pf360-notes-dev live",
      "pf360-scheduling-dev live",
    ]);
    expect(new Set(world.state().map(({ status }) => status))).toEqual(new Set(["PREPARED"]));
  });

  it("begins a supervisor's collaborators when the alias of each is there, one after another", () => {
    const calls = world.service.calls().filter(({ status }) => status < 400);
    const ends = calls.flatMap(({ operation, agent_name }, at) =>
      operation === "CreateAgentAlias" && agent_name !== "pf360-supervisor-dev" ? [at] : [],
    );
    const begins = calls.flatMap(({ operation }, at) =>
      operation === "AssociateAgentCollaborator" ? [at] : [],
    );
    expect([ends.length, begins.length]).toEqual([4, 4]);
    expect(Math.min(...begins)).toBeGreaterThan(Math.max(...ends));
  });

  it("goes on where the service refuses a call that came too soon after others", () => {
    const refused = world.service.calls().filter(({ status }) => status >= 400);
    expect(new Set(refused.map(({ error }) => error))).toEqual(new Set(["ThrottlingException"]));
  });

  it("writes nothing the second time, and makes no release of it", async () => {
    expect(await writesOf(first)).toEqual([]);
    expect(world.releases.all).toHaveLength(1);
  });

  it("touches exactly the agent whose instruction changed", async () => {
    const changed = await fiveAgents({ instructions: { notes: "\nBe brief." } });
    expect(await writesOf(changed)).toEqual([
      "pf360-notes-dev UpdateAgent",
      "pf360-notes-dev PrepareAgent",
      "pf360-notes-dev UpdateAgentAlias",
    ]);
    expect(versions()).toMatchObject({ "pf360-notes-dev": "2", "pf360-supervisor-dev": "1" });
    expect(await writesOf(changed)).toEqual([]);
  });

  it("removes an action, and adds it again, with the schema of its group alone", async () => {
    const fewer = await fiveAgents({
      actionGroup: (group) => (group.name === "notes-actions" ? withoutOperation(group, "get_notes") : group),
    });
    const writes = [
      "pf360-notes-dev UpdateAgentActionGroup",
      "pf360-notes-dev PrepareAgent",
      "pf360-notes-dev UpdateAgentAlias",
    ];
    const operations = () => {
      const notes = world.state().find(({ name }) => name === "pf360-notes-dev");
      const payload = notes?.versions.at(-1)?.actionGroups[0]?.apiSchema?.payload ?? "{}";
      return Object.keys((JSON.parse(payload) as { paths: object }).paths);
    };
    expect(await writesOf(fewer)).toEqual(writes);
    expect(operations()).toEqual(["/add_note"]);
    expect(await writesOf(first)).toEqual(writes);
    expect(operations().sort()).toEqual(["/add_note", "/get_notes"]);
  });

  it("changes a collaborator's instruction in the supervisor alone", async () => {
    const changed = await fiveAgents({
      definition: (own) => ({
        ...own,
        collaborators: own.collaborators.map((one) =>
          one.agent === "notes" ? { ...one, instruction: "Hand over notes, nothing else." } : one,
        ),
      }),
    });
    expect(await writesOf(changed)).toEqual([
      "pf360-supervisor-dev UpdateAgentCollaborator",
      "pf360-supervisor-dev PrepareAgent",
      "pf360-supervisor-dev UpdateAgentAlias",
    ]);
  });

  it("deletes an agent that is no longer defined after its supervisor has been published without it", async () => {
    expect(await writesOf(await withoutChitchat())).toEqual([
      "pf360-supervisor-dev DisassociateAgentCollaborator",
      "pf360-supervisor-dev PrepareAgent",
      "pf360-supervisor-dev UpdateAgentAlias",
      "pf360-chitchat-dev DeleteAgentAlias",
      "pf360-chitchat-dev DeleteAgent",
    ]);
    expect(Object.keys(versions())).not.toContain("pf360-chitchat-dev");
  });

  it("publishes the agents side by side: those of a wave are prepared before the first of them is done", () => {
    const calls = world.service.calls().filter(({ status }) => status < 400);
    const at = (operation: string) =>
      calls.flatMap((call, index) =>
        call.operation === operation && call.agent_name !== "pf360-supervisor-dev" ? [index] : [],
      );
    expect(Math.max(...at("CreateAgent"))).toBeLessThan(Math.min(...at("PrepareAgent")));
  });
});
