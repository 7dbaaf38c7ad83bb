import { describe, expect, it } from "vitest";
import { sessionChain, tenantChain } from "#layer/audit/audit-event.ts";
import { AuditDownError } from "#layer/audit/audit-log.ts";
import type { AuditRow } from "#layer/audit/audit-rows.ts";
import { createMemoryAuditLog } from "#layer/audit/memory-audit-log.ts";
import { createMemoryRevocationStore } from "#layer/sessions/memory-revocation-store.ts";
import { createMemorySessionStore } from "#layer/sessions/memory-session-store.ts";
import { createMemoryTokenFamilyStore } from "#layer/sessions/memory-token-family-store.ts";
import { isRevoked } from "#layer/sessions/revocation-marks.ts";
import { runList, runRevoke } from "#layer/sessions/revoke-commands.ts";
import { findSession, type RevokeTarget, revokeSessions } from "#layer/sessions/revoke-sessions.ts";
import { sessionHash } from "#layer/sessions/session-ids.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { newSession, testSubject } from "#tests/builders/session.ts";

const subjectOfOne = testSubject("EASTHOME", "1001");

async function scene() {
  const clock = settableClock();
  const now = Math.floor(clock.nowMs() / 1000);
  const stored: AuditRow[] = [];
  const written: string[] = [];
  const steps: string[] = [];
  const sessions = createMemorySessionStore({ clock });
  const families = createMemoryTokenFamilyStore({ clock });
  const revocations = createMemoryRevocationStore({ clock });
  const tools = {
    sessions,
    families: {
      listSessions: families.listSessions.bind(families),
      get: families.get.bind(families),
      async revoke(sessionId: string, clientId: string) {
        steps.push("family");
        return families.revoke(sessionId, clientId);
      },
    },
    revocations: {
      async revoke(clientId: string, subject?: string) {
        steps.push("mark");
        await revocations.revoke(clientId, subject);
      },
    },
    audit: createMemoryAuditLog({ clock, stored }),
    settle: () => Promise.resolve(),
    subjectsOf: async (clientId: string, customerId: string) => [testSubject(clientId, customerId)],
    write: (text: string) => void written.push(text),
    ask: undefined as ((question: string) => Promise<string>) | undefined,
  };
  async function signIn(clientId: string, customerId: string) {
    const absoluteEnd = now + 8 * 3600;
    const session = await sessions.create(newSession({ clientId, customerId, absoluteEnd }));
    const { sessionId } = session;
    await families.create({
      sessionId,
      clientId,
      customerId,
      head: "h".repeat(43),
      rotatedAtMs: clock.nowMs(),
      absoluteEnd,
    });
    return session;
  }
  const isOver = async ({ sessionId, clientId }: Awaited<ReturnType<typeof signIn>>) =>
    (await sessions.get(sessionId)) === undefined && !(await families.use(sessionId, clientId));
  const sessionsOf = {
    one: await signIn("EASTHOME", "1001"),
    onesTab: await signIn("EASTHOME", "1001"),
    two: await signIn("EASTHOME", "1002"),
    other: await signIn("WESTHOME", "1001"),
  };
  const lives = async () => {
    const entries = Object.entries(sessionsOf).map(async ([name, session]) =>
      (await isOver(session)) ? [] : [name],
    );
    return (await Promise.all(entries)).flat();
  };
  return { ...sessionsOf, clock, stored, written, steps, tools, revocations, lives };
}

describe("revoking", () => {
  it.each<[string, (all: Awaited<ReturnType<typeof scene>>) => RevokeTarget, string[], object]>([
    [
      "one session",
      ({ one }) => ({ kind: "session", clientId: "EASTHOME", customerId: "1001", sessionId: one.sessionId }),
      ["onesTab", "two", "other"],
      { isMarked: false, sessions: 1, families: 1 },
    ],
    [
      "one customer",
      () => ({ kind: "customer", clientId: "EASTHOME", customerId: "1001" }),
      ["two", "other"],
      { isMarked: true, sessions: 2, families: 2 },
    ],
    [
      "a whole tenant",
      () => ({ kind: "tenant", clientId: "EASTHOME" }),
      ["other"],
      { isMarked: true, sessions: 3, families: 3 },
    ],
  ])("%s ends that and nothing else", async (_, targetOf, left, counts) => {
    const all = await scene();

    expect(await revokeSessions(targetOf(all), all.tools)).toEqual(counts);

    expect(await all.lives()).toEqual(left);
  });

  it("looks a second time, so that one the index did not show yet is ended too", async () => {
    const { tools, one, lives } = await scene();
    let hasSettled = false;
    const lateIndex = {
      ...tools.families,
      async *listSessions(clientId: string, customerId?: string) {
        for await (const found of tools.families.listSessions(clientId, customerId)) {
          if (hasSettled || found.sessionId !== one.sessionId) yield found;
        }
      },
    };
    const settle = async () => {
      hasSettled = true;
    };

    const counts = await revokeSessions(
      { kind: "customer", clientId: "EASTHOME", customerId: "1001" },
      { ...tools, families: lateIndex, settle },
    );

    expect(counts).toEqual({ isMarked: true, sessions: 2, families: 2 });
    expect(await lives()).toEqual(["two", "other"]);
  });

  it("marks before it sweeps, so that it is over at once", async () => {
    const { tools, steps } = await scene();

    await revokeSessions({ kind: "tenant", clientId: "EASTHOME" }, tools);

    expect(steps).toEqual(["mark", "family", "family", "family"]);
  });

  it("ends what the index does not show yet by the mark", async () => {
    const { tools, one, revocations } = await scene();
    const blind = { ...tools, families: { ...tools.families, async *listSessions() {} } };

    const counts = await revokeSessions(
      { kind: "customer", clientId: "EASTHOME", customerId: "1001" },
      blind,
    );

    expect(counts).toEqual({ isMarked: true, sessions: 0, families: 0 });
    expect(isRevoked(one.marks, await revocations.read("EASTHOME", subjectOfOne))).toBe(true);
  });

  it("does no harm a second time", async () => {
    const { tools, lives } = await scene();
    const target: RevokeTarget = { kind: "tenant", clientId: "EASTHOME" };
    await revokeSessions(target, tools);

    expect(await revokeSessions(target, tools)).toMatchObject({ isMarked: true, families: 0 });
    expect(await lives()).toEqual(["other"]);
  });

  it("is written down before and after, as an operator's doing", async () => {
    const { tools, stored, one } = await scene();

    await revokeSessions({ kind: "tenant", clientId: "EASTHOME" }, tools);
    await revokeSessions(
      { kind: "session", clientId: "WESTHOME", customerId: "1001", sessionId: one.sessionId },
      tools,
    );

    expect(stored).toMatchObject([
      {
        tenant_session: `EASTHOME#${tenantChain}`,
        action: "tenant_revoke",
        actor: "operator",
        phase: "intent",
      },
      { tenant_session: `EASTHOME#${tenantChain}`, action: "tenant_revoke", phase: "outcome", outcome: "ok" },
      {
        tenant_session: `WESTHOME#${sessionChain(one.sessionId)}`,
        action: "session_revoke",
        subject: testSubject("WESTHOME", "1001"),
      },
      { action: "session_revoke", phase: "outcome", outcome: "ok" },
    ]);
  });

  it("is written down as failed when it breaks off, and can be completed", async () => {
    const { tools, stored, lives } = await scene();
    const broken = { ...tools, revocations: { revoke: () => Promise.reject(new RangeError("down")) } };
    const target: RevokeTarget = { kind: "tenant", clientId: "EASTHOME" };

    await expect(revokeSessions(target, broken)).rejects.toThrow(RangeError);

    expect(stored.at(-1)).toMatchObject({ phase: "outcome", outcome: "failed" });
    await revokeSessions(target, tools);
    expect(await lives()).toEqual(["other"]);
  });

  it("changes nothing when it cannot be written down", async () => {
    const { tools, lives, steps } = await scene();
    const audit = { open: () => ({ append: () => Promise.reject(new AuditDownError()) }) };

    await expect(
      revokeSessions({ kind: "tenant", clientId: "EASTHOME" }, { ...tools, audit }),
    ).rejects.toThrow(AuditDownError);

    expect(steps).toEqual([]);
    expect(await lives()).toHaveLength(4);
  });

  it("names the customer by a live session where no key is at hand, and else asks for the key", async () => {
    const { tools, stored, one } = await scene();
    const keyless = { ...tools, subjectsOf: async () => [] };

    await revokeSessions({ kind: "customer", clientId: "EASTHOME", customerId: "1001" }, keyless);

    expect(stored[0]).toMatchObject({ action: "customer_revoke", subject: one.subject });
    await expect(
      revokeSessions({ kind: "customer", clientId: "EASTHOME", customerId: "9999" }, keyless),
    ).rejects.toMatchObject({ code: "subject_unknown" });
  });
});

describe("the commands", () => {
  const options = { tenant: "EASTHOME", customer: undefined, session: undefined, json: true, yes: false };

  it("find a session by its id or its hash, within its tenant alone", async () => {
    const { tools, one } = await scene();
    const found = { kind: "session", clientId: "EASTHOME", customerId: "1001", sessionId: one.sessionId };

    expect(await findSession("EASTHOME", one.sessionId, tools)).toEqual(found);
    expect(await findSession("EASTHOME", sessionHash(one.sessionId), tools)).toEqual(found);
    expect(await findSession("WESTHOME", one.sessionId, tools)).toBeUndefined();
  });

  it("list sessions by their hashes, without anybody's id", async () => {
    const { tools, written, one, two, onesTab } = await scene();
    await revokeSessions(
      { kind: "session", clientId: "EASTHOME", customerId: "1002", sessionId: two.sessionId },
      tools,
    );

    const code = await runList({ ...options, customer: undefined }, tools);

    expect(code).toBe(0);
    const { sessions } = JSON.parse(written.join("")) as { sessions: { session: string; state: string }[] };
    const states = Object.fromEntries(sessions.map(({ session, state }) => [session, state]));
    expect(states).toEqual({
      [sessionHash(one.sessionId)]: "live",
      [sessionHash(onesTab.sessionId)]: "live",
      [sessionHash(two.sessionId)]: "revoked",
    });
    await runList({ ...options, json: false }, tools);
    expect(written.join("")).not.toMatch(new RegExp(`${one.sessionId}|1001|1002`));
  });

  it.each([
    ["nobody is there to say yes", undefined],
    ["somebody says no", async () => "no"],
    ["somebody says yes without naming the tenant", async () => "y"],
  ])("leave a whole tenant alone when %s", async (_, ask) => {
    const { tools, lives } = await scene();

    expect(await runRevoke({ ...options, json: false }, { ...tools, ask })).toBe(1);
    expect(await lives()).toHaveLength(4);
  });

  it("sign a whole tenant out once its name was typed, or --yes given", async () => {
    const [asked, told] = [await scene(), await scene()];

    expect(
      await runRevoke({ ...options, json: false }, { ...asked.tools, ask: async () => "EASTHOME\n" }),
    ).toBe(0);
    expect(await runRevoke({ ...options, yes: true }, told.tools)).toBe(0);

    expect(await asked.lives()).toEqual(["other"]);
    expect(await told.lives()).toEqual(["other"]);
    expect(JSON.parse(told.written.join(""))).toEqual({ isMarked: true, sessions: 3, families: 3 });
  });

  it("say so when there is no such session", async () => {
    const { tools, other } = await scene();

    expect(await runRevoke({ ...options, session: other.sessionId }, tools)).toBe(1);
  });
});
