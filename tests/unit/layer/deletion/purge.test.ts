import { describe, expect, it, vi } from "vitest";
import { AuditDownError } from "#layer/audit/audit-log.ts";
import { PurgeIncompleteError } from "#layer/deletion/purge.ts";
import { StoreDownError } from "#layer/errors.ts";
import {
  leftOf,
  maya,
  memoryStores,
  neighbour,
  nothingLeft,
  purgeClock,
  purgeScene,
  signIn,
  stranger,
  subjectFor,
  writeTurn,
} from "#tests/builders/purge-scene.ts";

/** Maya with two sign-ins in one conversation and a turn in it, and two others with the like. */
async function scene(overrides: Parameters<typeof purgeScene>[2] = {}) {
  const clock = purgeClock();
  const stores = memoryStores(clock);
  const signedIn = await signIn(stores, clock, maya, "s_maya");
  if (!signedIn) throw new Error("the sign-in failed");
  await signIn(stores, clock, maya, "s_maya_tab");
  await writeTurn(stores, clock, maya, signedIn);
  for (const customer of [neighbour, stranger]) {
    const other = await signIn(stores, clock, customer, `s_${customer.clientId}_${customer.customerId}`);
    if (other) await writeTurn(stores, clock, customer, other);
  }
  const ever = { sessions: ["s_maya_0", "s_maya_tab_0"], conversations: [signedIn.conversationId] };
  return { clock, stores, ever, signedIn, ...purgeScene(clock, stores, overrides) };
}

describe("a purge", () => {
  it("deletes everything of the customer and says how much of what", async () => {
    const { purge, stores, ever, forgotten } = await scene();

    const receipt = await purge(maya);

    expect(receipt).toEqual({
      id: expect.stringMatching(/^del_[\w-]{22}$/),
      at: "2026-11-23T15:00:00.000Z",
      customer: subjectFor(maya),
      deleted: { messages: 2, conversations: 1, notes: 1, sessions: 2, token_families: 2 },
      agent_sessions_ended: 2,
      left: 0,
      final: true,
    });
    expect(await leftOf(stores, maya, ever)).toEqual(nothingLeft);
    expect(forgotten.sort()).toEqual(["a_s_maya_0", "a_s_maya_tab_0"]);
  });

  it("touches nothing of another customer, nor of the same id in another tenant", async () => {
    const { purge, stores } = await scene();
    const before = [await leftOf(stores, neighbour), await leftOf(stores, stranger)];

    await purge(maya);

    expect([await leftOf(stores, neighbour), await leftOf(stores, stranger)]).toEqual(before);
    expect(before.map(({ items, notes }) => [items, notes.length])).toEqual([
      [4, 1],
      [4, 1],
    ]);
  });

  it("of somebody unknown is a receipt of nothing", async () => {
    const { purge } = await scene();

    const receipt = await purge({ clientId: "EASTHOME", customerId: "404" });

    expect(receipt).toMatchObject({ final: true, left: 0, agent_sessions_ended: 0 });
    expect(Object.values(receipt.deleted).every((count) => count === 0)).toBe(true);
  });

  it("can be made again, also twice at once", async () => {
    const { purge, stores, ever } = await scene();

    const receipts = [...(await Promise.all([purge(maya), purge(maya)])), await purge(maya)];

    expect(receipts.map(({ final }) => final)).toEqual([true, true, true]);
    expect(await leftOf(stores, maya, ever)).toEqual(nothingLeft);
  });

  it("deletes what has expired and lies there still", async () => {
    const { purge, stores, clock } = await scene();
    clock.advance(8 * 24 * 3600);

    const receipt = await purge(maya);

    expect(receipt.deleted).toMatchObject({ conversations: 1, notes: 1, sessions: 2, token_families: 2 });
    expect(await leftOf(stores, maya)).toEqual(nothingLeft);
  });

  it("signs the customer out everywhere, and a later sign-in is a new beginning", async () => {
    const { purge, stores, clock, ever } = await scene();

    await purge(maya);
    const again = await signIn(stores, clock, maya, "s_new");

    expect(await stores.sessions.get("s_new_0")).toBeDefined();
    expect(ever.conversations).not.toContain(again?.conversationId);
  });

  it("is audited: the intent before anything is touched, the outcome after all of it", async () => {
    const { purge, audited } = await scene();

    await purge(maya);

    expect(audited).toMatchObject([
      { action: "conversation_purge", phase: "intent", actor: "operator", subject: subjectFor(maya) },
      {
        action: "conversation_purge",
        phase: "outcome",
        outcome: "ok",
        intent_seq: 1,
        subject: subjectFor(maya),
      },
    ]);
    expect(JSON.stringify(audited)).not.toContain(maya.customerId);
  });

  it("finds by a second sweep what an index did not show at first", async () => {
    const { ports, stores, purge, ever } = await scene();
    const hidden = { sessions: true, notes: true };
    const { listSessions } = stores.families;
    const { listOf } = stores.notes;
    ports.families = {
      ...stores.families,
      async *listSessions(...whose) {
        if (!hidden.sessions) yield* listSessions(...whose);
      },
    };
    ports.notes = { ...stores.notes, listOf: async (owner) => (hidden.notes ? [] : listOf(owner)) };
    ports.settle = async () => {
      hidden.sessions = false;
      hidden.notes = false;
    };

    const receipt = await purge(maya);

    expect(receipt.deleted).toMatchObject({ sessions: 2, notes: 1 });
    expect(await leftOf(stores, maya, ever)).toEqual(nothingLeft);
  });

  it("stops the customer's own turns and waits for them before it deletes", async () => {
    const { purge, turns, stores, signedIn } = await scene();
    const seen: unknown[] = [];
    const end = turns.begin({ sessionId: signedIn.sessionId, ...maya }, () => {
      void stores.conversations.get(maya, signedIn.conversationId).then(async (conversation) => {
        seen.push(conversation, await stores.sessions.exists(signedIn.sessionId));
        end?.();
      });
    });

    await purge(maya);

    // Gone for every reader by then, and not deleted yet.
    expect(seen).toEqual([undefined, true]);
  });

  it("goes on after five seconds when a turn does not end", async () => {
    vi.useFakeTimers();
    const { purge, turns, signedIn } = await scene();
    turns.begin({ sessionId: signedIn.sessionId, ...maya }, () => {});

    const purging = purge(maya);
    await vi.advanceTimersByTimeAsync(5_100);

    expect(await purging).toMatchObject({ final: true });
    vi.useRealTimers();
  });
});

describe("a purge that cannot be finished", () => {
  it("touches nothing when its intent cannot be written down", async () => {
    const { purge, ports, stores } = await scene();
    const before = await leftOf(stores, maya);
    ports.audit = {
      open: () => ({ append: () => Promise.reject(new AuditDownError()) }),
      append: () => Promise.reject(new AuditDownError()),
    };

    await expect(purge(maya)).rejects.toMatchObject({ code: "audit_down" });
    expect(await leftOf(stores, maya)).toEqual(before);
  });

  const down = () => Promise.reject(new StoreDownError());
  it.each([
    ["the messages stay", "conversations", "remove", 4],
    ["the notes stay", "notes", "remove", 1],
    ["the session rows stay", "sessions", "remove", 4],
    ["the notes cannot be listed", "notes", "listOf", 0],
    ["the conversations cannot be listed", "conversations", "list", 0],
    ["the marks cannot be set", "conversations", "mark", 4],
    ["nobody can be signed out", "revocations", "revoke", 0],
    ["the read back fails", "conversations", "count", 0],
  ] as const)(
    "says so when %s, serves nothing of it, and a second run completes it",
    async (_, store, method, left) => {
      const { purge, ports, stores, ever, audited, signedIn } = await scene();
      const broken = { ...stores[store], [method]: down };
      Object.assign(ports, { [store]: broken });

      const first = await purge(maya).catch((error: unknown) => error);

      expect(first).toBeInstanceOf(PurgeIncompleteError);
      expect(first).toMatchObject({ code: "purge_incomplete", left });
      expect(audited.at(-1)).toMatchObject({ phase: "outcome", outcome: "failed" });
      expect(await stores.sessions.get(signedIn.sessionId)).toBeUndefined();
      if (method !== "mark" && method !== "list") {
        expect(await stores.conversations.get(maya, signedIn.conversationId)).toBeUndefined();
      }

      Object.assign(ports, { [store]: stores[store] });
      expect(await purge(maya)).toMatchObject({ left: 0, final: true });
      expect(await leftOf(stores, maya, ever)).toEqual(nothingLeft);
    },
  );

  it("keeps the row that names an agent session until the agents have ended it", async () => {
    let isBackendUp = false;
    const { purge, stores, signedIn } = await scene({ endAgentSession: async () => isBackendUp });

    await expect(purge(maya)).rejects.toMatchObject({ code: "purge_incomplete" });
    expect(await stores.sessions.agentSessionOf(signedIn.sessionId)).toBe("a_s_maya_0");
    isBackendUp = true;

    expect(await purge(maya)).toMatchObject({ agent_sessions_ended: 2, final: true });
  });

  it("is not final while every sweep still finds something", async () => {
    const { purge, ports, stores } = await scene();
    ports.notes = {
      ...stores.notes,
      async listOf(owner) {
        const project = { clientId: owner.clientId, projectId: "1" };
        await stores.notes.add(project, { text: "again", addedAt: 0, customerId: owner.customerId });
        return stores.notes.listOf(owner);
      },
    };

    await expect(purge(maya)).rejects.toMatchObject({ code: "purge_incomplete", left: 0 });
  });

  it("says so when its outcome cannot be written down, though all is gone", async () => {
    const { purge, ports, stores, ever } = await scene();
    const { open } = ports.audit;
    ports.audit = {
      ...ports.audit,
      open(...chain) {
        const { append } = open(...chain);
        return {
          append: (event) =>
            event.phase === "intent" ? append(event) : Promise.reject(new AuditDownError()),
        };
      },
    };

    await expect(purge(maya)).rejects.toMatchObject({ code: "purge_incomplete" });
    expect(await leftOf(stores, maya, ever)).toEqual(nothingLeft);
  });

  it("names nothing personal in its error", async () => {
    const { purge, ports, stores } = await scene();
    ports.notes = { ...stores.notes, remove: down };

    const error: unknown = await purge(maya).catch((thrown: unknown) => thrown);

    expect(String(error)).not.toContain(maya.customerId);
  });
});
