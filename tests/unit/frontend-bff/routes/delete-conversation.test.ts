import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { sessionChain } from "#layer/audit/audit-event.ts";
import { AuditDownError } from "#layer/audit/audit-log.ts";
import type { AuditRow } from "#layer/audit/audit-rows.ts";
import { createMemoryAuditLog } from "#layer/audit/memory-audit-log.ts";
import { StoreDownError } from "#layer/errors.ts";
import {
  answering,
  chatRequest,
  type Script,
  type SignedIn,
  scriptedBackend,
  testBff,
} from "#tests/builders/bff.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { leftOf, nothingLeft } from "#tests/builders/purge-scene.ts";

const maya = { clientId: "EASTHOME", customerId: "1001" };

function deleteRequest(token: string): RequestInit {
  return { method: "DELETE", headers: { authorization: `Bearer ${token}` } };
}

/** Maya with a turn behind her, and a note. */
async function scene() {
  const audited: AuditRow[] = [];
  const bff = testBff({
    overrides: { audit: createMemoryAuditLog({ clock: settableClock(), stored: audited }) },
  });
  const signedIn = await bff.signIn();
  const turn = await bff.app.request("/api/chat", chatRequest(signedIn, "Book my flooring."));
  await turn.text();
  await bff.dependencies.notes.add(
    { clientId: "EASTHOME", projectId: "1" },
    { text: "A dog.", addedAt: bff.clock.nowMs() / 1000, customerId: "1001" },
  );
  const remove = (session: SignedIn = signedIn) =>
    bff.app.request("/api/conversation", deleteRequest(session.manage_token));
  const left = () =>
    leftOf(bff.dependencies, maya, {
      sessions: [signedIn.session_id],
      conversations: [signedIn.conversation_id],
    });
  return { ...bff, audited, signedIn, remove, left };
}

describe("DELETE /api/conversation", () => {
  it("deletes everything of the customer and answers the receipt", async () => {
    const { remove, left } = await scene();
    const before = await left();

    const response = await remove();

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      receipt: {
        id: expect.stringMatching(/^del_/),
        at: "2026-11-23T15:00:00.000Z",
        customer: expect.stringMatching(/^u1\.[\w-]{43}$/),
        deleted: { messages: 2, conversations: 1, notes: 1, sessions: 1, token_families: 1 },
        agent_sessions_ended: 1,
        left: 0,
        final: true,
      },
    });
    expect(before).toMatchObject({ sessions: [expect.any(String)], items: 4 });
    expect(await left()).toEqual(nothingLeft);
  });

  it("leaves a token that is good for nothing, the same as any other bad one", async () => {
    const { app, remove, signedIn } = await scene();
    const garbage = await app.request("/api/conversation", deleteRequest("garbage"));
    await remove();

    const again = await remove();
    const chat = await app.request("/api/chat", chatRequest(signedIn, "Hello?"));

    expect([again.status, chat.status]).toEqual([401, 401]);
    const body = await garbage.text();
    expect([await again.text(), await chat.text()]).toEqual([body, body]);
  });

  it("lets the customer begin again, in a new conversation without a past", async () => {
    const { signIn, remove, signedIn, conversations } = await scene();
    await remove();

    const fresh = await signIn();

    expect(fresh.conversation_id).not.toBe(signedIn.conversation_id);
    expect(await conversations.messages(fresh.conversation_id, { limit: 10 })).toEqual({
      messages: [],
      hasMore: false,
    });
  });

  it("ends the customer's other sessions, and nobody else's", async () => {
    const { app, signIn, remove } = await scene();
    const tab = await signIn();
    const neighbour = await signIn("bearer-EASTHOME-1002");
    const stranger = await signIn("bearer-WESTHOME-1001");

    const response = await remove();

    const statuses = [];
    for (const session of [tab, neighbour, stranger]) {
      statuses.push((await app.request("/api/session", { headers: bearer(session.manage_token) })).status);
    }
    expect(response.status).toBe(200);
    expect(statuses).toEqual([401, 200, 200]);
  });

  it("answers two tabs that ask at the same time", async () => {
    const { signIn, remove, left } = await scene();
    const tab = await signIn();

    const answers = await Promise.all([remove(), remove(tab)]);

    for (const answer of answers) expect([200, 401]).toContain(answer.status);
    expect(answers.map(({ status }) => status)).toContain(200);
    expect(await left()).toEqual(nothingLeft);
  });

  it("is audited in the session's own chain, by request", async () => {
    const { remove, audited, signedIn } = await scene();

    const response = await remove();

    const rows = audited.filter(({ action }) => action === "conversation_purge");
    expect(rows).toMatchObject([
      { phase: "intent", actor: "customer", request_id: response.headers.get("x-request-id") },
      { phase: "outcome", outcome: "ok" },
    ]);
    for (const { tenant_session } of rows) {
      expect(tenant_session).toBe(`EASTHOME#${sessionChain(signedIn.session_id)}`);
    }
  });
});

describe("DELETE /api/conversation that cannot be finished", () => {
  it("says so, serves nothing meanwhile, and is finished after a new sign-in", async () => {
    const { app, remove, signIn, signedIn, left, dependencies } = await scene();
    const { remove: removeNote } = dependencies.notes;
    dependencies.notes.remove = () => Promise.reject(new StoreDownError());

    const first = await remove();
    const chat = await app.request("/api/chat", chatRequest(signedIn, "Hello?"));
    dependencies.notes.remove = removeNote;
    const second = await remove(await signIn());

    expect(first.status).toBe(503);
    expect(await first.json()).toMatchObject({ error: { code: "deletion_incomplete", retryable: true } });
    expect(chat.status).toBe(401);
    expect(await second.json()).toMatchObject({ receipt: { deleted: { notes: 1 }, final: true } });
    expect(await left()).toEqual(nothingLeft);
  });

  it("touches nothing when it cannot be audited", async () => {
    const { remove, left, dependencies } = await scene();
    const before = await left();
    dependencies.audit.open = () => ({ append: () => Promise.reject(new AuditDownError()) });

    const response = await remove();

    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: "upstream_down", retryable: true } });
    expect(await left()).toEqual(before);
  });

  it("takes no token that was made for turns", async () => {
    const { app, signedIn, left } = await scene();

    const response = await app.request("/api/conversation", deleteRequest(signedIn.token));

    expect(response.status).toBe(401);
    expect((await left()).items).toBe(4);
  });
});

function bearer(token: string) {
  return { authorization: `Bearer ${token}` };
}

describe("what a turn has shown while its customer deletes everything", () => {
  it("is forgotten with all else", async () => {
    const shown = Promise.withResolvers<void>();
    const showing: Script = async function* ({ signal }) {
      yield {
        type: "action-ended",
        agent: "information",
        group: "information-actions",
        action: "get_project_details",
        outcome: "ok",
        result: { technician_name: "Zorblat Quux" },
      };
      yield { type: "text-delta", text: "Somebody comes." };
      shown.resolve();
      await once(signal, "abort");
      yield { type: "failed", code: "agent_stopped", retryable: true };
    };
    const bff = testBff({ backend: scriptedBackend(showing, answering("Hello.")) });
    const before = await bff.signIn();
    const turn = Promise.resolve(bff.app.request("/api/chat", chatRequest(before, "Who comes?"))).then(
      (response) => response.text(),
    );
    await shown.promise;
    const response = await bff.app.request("/api/conversation", deleteRequest(before.manage_token));
    await turn;

    const after = await bff.signIn();
    await (await bff.app.request("/api/chat", chatRequest(after, "Was it zorblat?"))).text();

    expect(response.status).toBe(200);
    const { messages } = await bff.conversations.messages(after.conversation_id, { limit: 10 });
    expect(messages[0]?.text).toBe("Was it zorblat?");
  });
});
