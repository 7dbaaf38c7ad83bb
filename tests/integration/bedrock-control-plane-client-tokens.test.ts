import { afterEach, describe, expect, it } from "vitest";
import { startControlPlane } from "./control-plane-world.ts";

let world: Awaited<ReturnType<typeof startControlPlane>>;
afterEach(() => world.close());
const inDraft = { agentVersion: "DRAFT" };

describe("client tokens", () => {
  const clientToken = "0123456789-0123456789-0123456789-abc";

  it("make each resource once and answer a repetition as the first time", async () => {
    world = await startControlPlane();
    const { client } = world;
    const { agentId, specialist } = await world.supervised();
    const calls = [
      () => client.createAgent({ agentName: "once", clientToken }),
      () => client.createAgentActionGroup({ agentId, ...inDraft, actionGroupName: "once", clientToken }),
      () =>
        client.associateAgentCollaborator({
          agentId,
          ...inDraft,
          collaboratorName: "once",
          collaborationInstruction: "Ask it.",
          agentDescriptor: { aliasArn: specialist.aliasArn },
          clientToken,
        }),
      () => client.createAgentAlias({ agentId: specialist.agentId, agentAliasName: "once", clientToken }),
    ];

    for (const call of calls) {
      const { $metadata: _first, ...first } = await call();
      const { $metadata: _second, ...second } = await call();
      expect(second).toEqual(first);
    }
  });

  it("are free again when their resource is gone", async () => {
    world = await startControlPlane();
    const first = await world.client.createAgent({ agentName: "once", clientToken });
    await world.client.getAgent({ agentId: first.agent?.agentId });
    await world.client.deleteAgent({ agentId: first.agent?.agentId });

    const second = await world.client.createAgent({ agentName: "once", clientToken });

    expect(second.agent?.agentId).not.toBe(first.agent?.agentId);
  });
});
