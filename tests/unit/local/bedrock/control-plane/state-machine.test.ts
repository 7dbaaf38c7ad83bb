import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseArn } from "#local/bedrock/arns.ts";
import { frozenAgent } from "#local/bedrock/control-plane/frozen-agents.ts";
import { settle } from "#local/bedrock/control-plane/settle.ts";
import type { AgentRecord, PlaneState } from "#local/bedrock/control-plane/state.ts";
import { BedrockServiceError } from "#local/bedrock/service-error.ts";
import { drivenPlane } from "./driven-plane.ts";

const fields = {
  foundationModel: "model",
  agentResourceRoleArn: "arn:aws:iam::000000000000:role/agents",
  instruction: "You keep the notes of the customers' projects, and do nothing besides.",
};
const moving = ["CREATING", "PREPARING", "UPDATING", "VERSIONING", "DELETING"];
/** Those that the others need stand more than once. */
const operations = [
  "PrepareAgent",
  "PrepareAgent",
  "PrepareAgent",
  "CreateAgentAlias",
  "CreateAgentAlias",
  "UpdateAgentAlias",
  "UpdateAgentAlias",
  "AssociateAgentCollaborator",
  "CreateAgent",
  "UpdateAgent",
  "PrepareAgent",
  "DeleteAgent",
  "CreateAgentActionGroup",
  "UpdateAgentActionGroup",
  "DeleteAgentActionGroup",
  "AssociateAgentCollaborator",
  "UpdateAgentCollaborator",
  "DisassociateAgentCollaborator",
  "CreateAgentAlias",
  "UpdateAgentAlias",
  "DeleteAgentAlias",
  "DeleteAgentVersion",
  "TagResource",
] as const;

/** One call; the numbers choose among what there is, so that most calls name something that exists. */
const step = fc.record({
  operation: fc.constantFrom(...operations),
  agent: fc.nat(4),
  other: fc.nat(4),
  part: fc.nat(3),
  name: fc.constantFrom("a", "b", "c"),
  mode: fc.constantFrom("DISABLED", "SUPERVISOR"),
  route: fc.constantFrom(undefined, undefined, "1", "2", "DRAFT"),
  skip: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
  fails: fc.integer({ min: 0, max: 19 }).map((one) => one === 0),
  passesMs: fc.constantFrom(0, 500, 1_000, 1_000),
});
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const pick = <Value>(values: readonly Value[], index: number): Value | undefined =>
  values[index % values.length];

function requestOf({ agents }: PlaneState, one: Step): object {
  const all = Object.values(agents);
  const agent = pick(all, one.agent);
  const other = pick(all, one.other);
  const nothing = "AAAAAAAAAA";
  const aliasId = pick(["TSTALIASID", ...Object.keys(other?.aliases ?? {})], one.part);
  const aliasArn = `arn:aws:bedrock:us-east-1:000000000000:agent-alias/${other?.agentId ?? nothing}/${aliasId}`;
  return {
    agentId: agent?.agentId ?? nothing,
    agentVersion:
      one.operation === "DeleteAgentVersion"
        ? (pick(Object.keys(agent?.versions ?? {}), one.part) ?? "9")
        : "DRAFT",
    agentName: one.name,
    ...fields,
    agentCollaboration: one.mode,
    skipResourceInUseCheck: String(one.skip),
    actionGroupId: pick(Object.keys(agent?.draft.actionGroups ?? {}), one.part) ?? nothing,
    actionGroupName: one.name,
    collaboratorId: pick(Object.keys(agent?.draft.collaborators ?? {}), one.part) ?? nothing,
    collaboratorName: one.name,
    collaborationInstruction: "Ask it.",
    agentDescriptor: { aliasArn },
    agentAliasId: pick(Object.keys(agent?.aliases ?? {}), one.part) ?? nothing,
    agentAliasName: one.name,
    ...(one.route && { routingConfiguration: [{ agentVersion: one.route }] }),
    resourceArn: aliasArn,
    tags: { name: one.name },
  };
}

/** A supervisor with one collaborator and a specialist, both published; the calls begin from here. */
function populatedPlane(options: Parameters<typeof drivenPlane>[0]) {
  const plane = drivenPlane(options);
  const run = (name: string, request: object) => {
    plane.run(name, request);
    plane.advance(1_000);
  };
  const aliasArn = "arn:aws:bedrock:us-east-1:000000000000:agent-alias/ID00000001/ID00000002";
  const [specialist, supervisor] = [{ agentId: "ID00000001" }, { agentId: "ID00000003" }];
  run("CreateAgent", { agentName: "a", ...fields });
  run("PrepareAgent", specialist);
  run("CreateAgentAlias", { ...specialist, agentAliasName: "a" });
  run("CreateAgent", { agentName: "b", ...fields, agentCollaboration: "SUPERVISOR" });
  run("AssociateAgentCollaborator", {
    ...supervisor,
    agentVersion: "DRAFT",
    collaboratorName: "a",
    collaborationInstruction: "Ask it.",
    agentDescriptor: { aliasArn },
  });
  run("PrepareAgent", supervisor);
  run("CreateAgentAlias", { ...supervisor, agentAliasName: "a" });
  return plane;
}

/** What is wrong with an agent as it stands between two calls. */
function* problemsOf(state: PlaneState, agent: AgentRecord): Generator<string> {
  const { agentId, status, pending, versions, aliases, lastVersion } = agent;
  if (!/^[0-9A-Z]{10}$/.test(agentId)) yield "id";
  if ((pending !== undefined) !== moving.includes(status)) yield `pending in ${status}`;
  if ((status === "PREPARED" || status === "VERSIONING") && !agent.prepared) yield `${status} unprepared`;
  if (status === "FAILED" && !agent.failureReasons?.length) yield "FAILED without reasons";
  if (Object.keys(versions).some((version) => Number(version) > lastVersion)) yield "a version from nowhere";
  const snapshots = [agent.draft, agent.prepared, ...Object.values(versions).map(({ snapshot }) => snapshot)];
  for (const { config } of snapshots.flatMap((one) => Object.values(one?.collaborators ?? {}))) {
    const ids = parseArn(config.agentDescriptor.aliasArn);
    if (ids?.aliasId === undefined || ids.aliasId === "TSTALIASID") yield "a DRAFT as collaborator";
    if (ids?.agentId === agentId) yield "its own collaborator";
  }
  for (const alias of Object.values(aliases)) {
    const { version } = alias;
    if ((alias.pending !== undefined) !== moving.includes(alias.status))
      yield `alias pending in ${alias.status}`;
    if (alias.status === "PREPARED" && version === undefined) yield "alias PREPARED without a version";
    if (version !== undefined && !versions[version]) yield `alias at the missing version ${version}`;
    if (status === "DELETING" || alias.status === "DELETING") continue;
    if (frozenAgent(state, agentId, alias.aliasId)?.version !== version)
      yield "alias that runs another version";
  }
  const names = Object.values(aliases).map(({ name }) => name);
  if (new Set(names).size < names.length) yield "two aliases of one name";
}

describe("the control plane's state", () => {
  it("keeps its invariants through any calls: refused ones change nothing, versions never change", () => {
    const taken = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1_000),
        fc.constantFrom("NOT_PREPARED" as const, "PREPARED" as const),
        fc.array(step, { minLength: 30, maxLength: 90 }),
        (latencyMs, updateEnds, steps) => {
          const plane = populatedPlane({ latencyMs, updateEnds });
          const { state } = plane;
          const cut = new Map<string, string>();
          const gone = new Set<string>();
          for (const one of steps) {
            plane.advance(one.passesMs);
            const before = JSON.stringify(state);
            try {
              plane.run(one.operation, requestOf(state, one), one.fails ? ["On demand."] : undefined);
              taken.set(one.operation, (taken.get(one.operation) ?? 0) + 1);
            } catch (error) {
              if (!(error instanceof BedrockServiceError)) throw error;
              expect(JSON.stringify(state)).toBe(before);
            }
            for (const agent of Object.values(state.agents)) {
              expect([...problemsOf(state, agent)]).toEqual([]);
              for (const { version, snapshot } of Object.values(agent.versions)) {
                const key = `${agent.agentId}/${version}`;
                const text = JSON.stringify(snapshot);
                if (gone.has(key)) throw new Error(`The version ${key} was given twice.`);
                if ((cut.get(key) ?? text) !== text) throw new Error(`The version ${key} has changed.`);
                cut.set(key, text);
              }
            }
            for (const key of cut.keys()) {
              const [agentId = "", version = ""] = key.split("/");
              if (!state.agents[agentId]?.versions[version]) gone.add(key);
            }
          }
          settle(state, plane.nowMs() + latencyMs);
          for (const agent of Object.values(state.agents)) expect(agent.pending).toBeUndefined();
        },
      ),
    );
    // Guards the test itself: random calls that were all refused would prove nothing.
    expect([...taken.keys()].sort()).toEqual([...new Set(operations)].sort());
  });

  it("is the same after it went through JSON", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const plane = populatedPlane({ latencyMs: 500 });
        for (const one of steps) {
          plane.advance(one.passesMs);
          try {
            plane.run(one.operation, requestOf(plane.state, one));
          } catch (error) {
            if (!(error instanceof BedrockServiceError)) throw error;
          }
        }
        const restored = JSON.parse(JSON.stringify(plane.state)) as PlaneState;
        plane.advance(10_000);
        settle(restored, plane.nowMs());

        expect(restored).toEqual(JSON.parse(JSON.stringify(plane.state)));
      }),
    );
  });
});
