import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  AuditEventError,
  auditActions,
  parseAuditEvent,
  sessionChain,
  tenantChain,
} from "#layer/audit/audit-event.ts";
import { newSessionId, sessionHash } from "#layer/sessions/session-ids.ts";
import { auditScene, fullEvent, subject } from "#tests/builders/audit.ts";

const textFields = Object.entries(fullEvent).flatMap(([field, value]) =>
  typeof value === "string" ? [field] : [],
);
/** Ids of PF360's own, which are taken from the session and the dashboard alone: digits of a number could be one. */
const ownIds: Record<string, RegExp> = { projectId: /^\d{1,12}$/, clientId: /^\d{1,20}$/ };
const hostile = [
  "Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
  "call me at 555-0123",
  "4111111111111111",
  "555-0123",
  "555.0123",
  "5550100123",
  "078.05.1120",
  "078-05-1120",
  "Jane Doe",
  "jane@example.com",
  "",
  "FLOORCO#seal",
  "880001\n",
  " 880001",
  "８８０００１",
  "__proto__",
  "ok\u0000",
];

function fieldsRefused(event: unknown): string {
  try {
    parseAuditEvent(event);
    return "none";
  } catch (error) {
    if (error instanceof AuditEventError) return error.message;
    throw error;
  }
}

describe("an audit event", () => {
  it("is what the type says", () => {
    expect(parseAuditEvent(fullEvent)).toEqual(fullEvent);
  });

  it.each(auditActions)("can be a %s", (action) => {
    expect(parseAuditEvent({ ...fullEvent, action })).toMatchObject({ action });
  });

  it("belongs to a session or to the tenant", () => {
    const sessionId = newSessionId();

    expect(parseAuditEvent({ ...fullEvent, chain: sessionChain(sessionId) }).chain).toMatch(
      new RegExp(`^${sessionHash(sessionId)}`),
    );
    expect(parseAuditEvent({ ...fullEvent, chain: tenantChain }).chain).toBe("tenant");
    expect(fieldsRefused({ ...fullEvent, chain: sessionId })).toBe("not an audit event: chain");
  });

  it("says who, except where nobody may be known", () => {
    const { subject: _, ...nobody } = { ...fullEvent, phase: "event" as const, outcome: "refused" as const };
    const { intentSeq: __, ...event } = nobody as Record<string, unknown>;

    expect(fieldsRefused({ ...event, action: "add_note" })).toBe("not an audit event: subject");
    expect(fieldsRefused({ ...event, action: "cross_tenant_attempt" })).toBe("none");
    expect(fieldsRefused({ ...event, action: "tenant_revoke" })).toBe("none");
  });

  it.each([
    ["an intent with an outcome", { phase: "intent", outcome: "ok" }],
    ["an intent that names an intent", { phase: "intent", intentSeq: 1 }],
    ["an outcome without one", { phase: "outcome", intentSeq: 1 }],
    ["an outcome that names no intent", { phase: "outcome", outcome: "ok" }],
    ["a field that is not there", { phase: "event", note: "hello" }],
    ["a text for a number", { phase: "outcome", outcome: "ok", intentSeq: "1" }],
    ["no phase", {}],
  ])("is not %s", (_, rest) => {
    expect(() =>
      parseAuditEvent({ clientId: "FLOORCO", chain: tenantChain, subject, action: "add_note", ...rest }),
    ).toThrow(AuditEventError);
  });

  it.each(textFields)("takes no hostile text as its %s, and repeats none", (field) => {
    for (const text of hostile.filter((one) => !ownIds[field]?.test(one))) {
      const said = fieldsRefused({ ...fullEvent, [field]: text });

      expect(said).toBe(`not an audit event: ${field}`);
    }
  });

  it("takes no random text anywhere, but what has the very form of an id", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...textFields),
        fc.string({ unit: "grapheme", minLength: 1 }),
        (field, text) => {
          fc.pre(!/^[A-Za-z0-9_.-]+$/.test(text));

          expect(fieldsRefused({ ...fullEvent, [field]: text })).toBe(`not an audit event: ${field}`);
        },
      ),
    );
  });

  it("with a hostile text in it leaves nothing written", async () => {
    const { audit, stored } = auditScene();

    for (const field of textFields) {
      await expect(audit.append({ ...fullEvent, [field]: "Jane Doe, 555-0123" })).rejects.toThrow(
        AuditEventError,
      );
    }
    await expect(audit.append({ ...fullEvent, "Jane Doe": 1 } as never)).rejects.toThrow("an unknown field");
    await expect(audit.open("FLOORCO#1", "tenant").append(fullEvent)).rejects.toThrow(AuditEventError);

    expect(stored).toEqual([]);
  });
});
