import { afterEach, describe, expect, it } from "vitest";
import type { AgentRegistry, FrozenAgent } from "#local/bedrock/agent-registry.ts";
import { type ModelRequest, routingPromptOpening } from "#local/model/model.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { openApiDocument } from "#schemas/openapi.ts";
import { groups } from "#schemas/write.ts";
import { signIn } from "#tests/builders/chat-client.ts";
import { startRunningSystem } from "#tests/builders/running-system.ts";

type Ways = NonNullable<NonNullable<Parameters<typeof startRunningSystem>[0]>["bedrock"]>;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** The usual agents with Bedrock's own confirmation, as `requireConfirmation` writes the schemas. */
const confirming = (agent: FrozenAgent): FrozenAgent => ({
  ...agent,
  actionGroups: agent.actionGroups.map((own) => {
    const group = groups.find(({ name }) => name === own.name);
    if (!group) throw new Error(`no group ${own.name}`);
    return { ...own, schema: { ...openApiDocument(group, { requireConfirmation: true }) } };
  }),
});
const routing = (agent: FrozenAgent): FrozenAgent =>
  agent.collaborators.length > 0 ? { ...agent, collaboration: "SUPERVISOR_ROUTER" } : agent;
const relaying = (agent: FrozenAgent): FrozenAgent => ({
  ...agent,
  collaborators: agent.collaborators.map((one) => ({ ...one, relayConversationHistory: true })),
});

/** What the customer says or clicks in the conversation below. */
const turns = 7;

/** A customer books an appointment, moves on to another wish and cancels it, whatever way Bedrock takes. */
async function bookAndCancel(bedrock: Ways) {
  const model = createScriptedModel();
  const asked: ModelRequest[] = [];
  const system = await startRunningSystem({
    sampleData: true,
    bedrock,
    model: {
      ...model,
      stream(request) {
        asked.push(request);
        return model.stream(request);
      },
    },
  });
  closers.push(system.close);
  const customer = await signIn(system, "1000101");
  const before = system.engine.appointments().length;
  await customer.say("I'd like to schedule my flooring installation");
  await customer.say("the second one");
  const question = await customer.say("10 am please");
  const unasked = system.engine.appointments().length - before;
  const booked = await customer.click(true);
  const appointment = system.engine.appointments().at(-1);
  await customer.say("thanks! what is the status of my door installation?");
  await customer.say("please cancel my door installation");
  const cancelled = await customer.say("yes");
  const invocations = system.logLines.filter((line) => line.includes('"invoke-agent-end"')).length;
  const isRouted = asked.some(({ system: prompt }) => prompt.startsWith(routingPromptOpening));
  const consents = invocations - turns;
  return { system, question, unasked, booked, appointment, cancelled, before, consents, isRouted };
}

const all =
  (...changes: ((agent: FrozenAgent) => FrozenAgent)[]) =>
  (usual: AgentRegistry): AgentRegistry => ({
    resolve(agentId, aliasId) {
      const agent = usual.resolve(agentId, aliasId);
      return agent && changes.reduce((changed, change) => change(changed), agent);
    },
  });

const expectedActions = [
  "list_projects ok",
  "get_available_dates ok",
  "get_time_slots ok",
  "confirm_appointment needs_confirmation",
  "confirm_appointment ok",
  "cancel_appointment needs_confirmation",
  "cancel_appointment ok",
];
const writesAndOffers = (lines: string[]) => expectedActions.filter((line) => lines.includes(line));

const harshest = { attributesReachCollaborators: false, arrays: "json" as const };

describe.each<[string, Ways, { consents?: number; isRouted?: boolean }]>([
  ["attributes do not reach collaborators", { switches: { attributesReachCollaborators: false } }, {}],
  ["arrays come as JSON", { switches: { arrays: "json" } }, {}],
  ["Bedrock asks for confirmation too", { agents: all(confirming) }, { consents: 4 }],
  ["the supervisor is a router", { agents: all(routing) }, { isRouted: true }],
  ["collaborators see the conversation", { agents: all(relaying) }, {}],
  [
    "all of it at once",
    { agents: all(confirming, routing, relaying), switches: harshest },
    { consents: 4, isRouted: true },
  ],
])("a booking and a cancellation when %s", (_, bedrock, { consents = 0, isRouted = false }) => {
  it("stand in the book after the customer's own yes, asked once each", async () => {
    const { system, question, unasked, booked, appointment, cancelled, before, ...ways } =
      await bookAndCancel(bedrock);

    expect(ways).toEqual({ consents, isRouted });
    expect(question.confirmation).toMatchObject({ action: "confirm_appointment", state: "shown" });
    expect(unasked).toBe(0);
    expect(booked.error).toBeUndefined();
    expect(appointment).toMatchObject({ customer_id: "1000101", time: "10:00:00", status: "Scheduled" });
    expect(cancelled.error).toBeUndefined();
    expect(system.engine.appointments()).toHaveLength(before);
    const lines = system.actions.map(({ action, outcome }) => `${action} ${outcome}`);
    expect(writesAndOffers(lines)).toEqual(expectedActions);
    expect(lines.filter((line) => /^(confirm|cancel)_/.test(line))).toHaveLength(4);
  });
});

describe("by which way a session comes", () => {
  const waysIn = (logLines: readonly string[]) => [
    ...new Set(
      logLines
        .map((line) => JSON.parse(line) as { event: string; via?: string })
        .flatMap(({ via }) => (via === undefined ? [] : [via])),
    ),
  ];

  it.each([
    [true, ["attribute"]],
    [false, ["parameter"]],
  ])(
    "is in every action's log; attributes reach collaborators: %s",
    async (attributesReachCollaborators, ways) => {
      const { system } = await bookAndCancel({ switches: { attributesReachCollaborators } });

      expect(waysIn(system.logLines)).toEqual(ways);
    },
  );
});

describe("a booking where Bedrock asks and does not take a collaborator's answer", () => {
  it("fails the turn and books nothing", async () => {
    const system = await startRunningSystem({
      sampleData: true,
      bedrock: { agents: all(confirming), switches: { returnControlBehindSupervisor: "refused" } },
    });
    closers.push(system.close);
    const customer = await signIn(system, "1000101");
    const before = system.engine.appointments().length;

    await customer.say("I'd like to schedule my flooring installation");
    await customer.say("the second one");
    const asked = await customer.say("10 am please");

    expect(asked.error).toMatchObject({ code: "agent_failed" });
    expect(asked.confirmation).toBeUndefined();
    expect(system.engine.appointments()).toHaveLength(before);
  });
});
