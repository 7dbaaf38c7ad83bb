import { randomBytes } from "node:crypto";
import type { AnyAction } from "#action-groups/action.ts";
import { dispatch } from "#action-groups/dispatch.ts";
import { informationActions } from "#action-groups/information/index.ts";
import { notesActions } from "#action-groups/notes/index.ts";
import { schedulingActions } from "#action-groups/scheduling/index.ts";
import { resolveSessionHandle } from "#action-groups/session-handle.ts";
import type { AuditLog } from "#layer/audit/audit-log.ts";
import type { AuditRow } from "#layer/audit/audit-rows.ts";
import { createMemoryAuditLog } from "#layer/audit/memory-audit-log.ts";
import { fixedKeyRing, parseKeyRing } from "#layer/auth/key-ring.ts";
import { sealBearer } from "#layer/auth/seal.ts";
import type { ActionReply } from "#layer/domain/outcomes.ts";
import type { Tenant } from "#layer/domain/tenant.ts";
import { createMemoryNoteStore } from "#layer/notes/memory-note-store.ts";
import type { LogFields } from "#layer/observability/log.ts";
import { createPf360 } from "#layer/pf360/create-pf360.ts";
import type { Exchange, ExchangeRequest } from "#layer/pf360/exchange.ts";
import { createSampleEngine } from "#layer/pf360/sample/engine.ts";
import type { SampleSwitches } from "#layer/pf360/sample/switches.ts";
import { sampleTenants } from "#layer/pf360/sample/tenants.ts";
import { createMemoryRevocationStore } from "#layer/sessions/memory-revocation-store.ts";
import { createMemorySessionStore } from "#layer/sessions/memory-session-store.ts";
import { newId, newSessionId } from "#layer/sessions/session-ids.ts";
import { createMemoryTenantDirectory } from "#layer/tenants/memory-tenant-directory.ts";
import { subject } from "./audit.ts";
import { settableClock } from "./clock.ts";

export const allActions: readonly AnyAction[] = [
  ...schedulingActions,
  ...informationActions,
  ...notesActions,
];

/** Stands in for PF360's answer, or lets the engine answer (undefined). */
export type Interception = (
  request: ExchangeRequest,
) => Awaited<ReturnType<Exchange["send"]>> | Error | undefined;

interface SceneOptions {
  customerId?: string;
  tenant?: Tenant;
  flags?: { confirmSchedule: boolean; cancelSchedule: boolean };
  switches?: Partial<SampleSwitches>;
  now?: string;
}

/**
 * A signed-in sample customer and everything an action needs, in memory: the real dispatch, actions, PF360 client and sample
 * engine. `intercept` puts a fault between client and engine; `sent` is what got through to PF360.
 */
export async function actionScene(options: SceneOptions = {}) {
  const {
    customerId = "1000101",
    tenant = sampleTenants[0],
    flags = { confirmSchedule: true, cancelSchedule: true },
  } = options;
  const clock = settableClock(options.now);
  const engine = createSampleEngine({ clock, switches: options.switches });
  const sessions = createMemorySessionStore({ clock });
  const notes = createMemoryNoteStore({ clock });
  const sealRing = fixedKeyRing(
    parseKeyRing(
      "SESSION_SEAL_KEYS",
      JSON.stringify({ current: "k1", keys: { k1: randomBytes(32).toString("base64url") } }),
    ),
  );
  const auditRows: AuditRow[] = [];
  const audit = createMemoryAuditLog({ clock, stored: auditRows });
  const revocations = createMemoryRevocationStore({ clock });
  const sent: ExchangeRequest[] = [];
  const logged: { event: string; fields: LogFields }[] = [];
  let intercept: Interception = () => undefined;
  let auditOverride: AuditLog | undefined;

  const exchange: Exchange = {
    async send(request, caller) {
      sent.push(request);
      const answer = intercept(request);
      if (answer instanceof Error) throw answer;
      return (
        answer ?? engine.handle(request, { clientId: caller.tenant.client_id, customerId: caller.customerId })
      );
    },
  };

  const sessionId = newSessionId();
  await sessions.create({
    sessionId,
    clientId: tenant.client_id,
    customerId,
    subject,
    marks: { tenant: 0, customer: 0 },
    conversationId: newId("c"),
    agentSessionId: newId("a"),
    sealedBearer: await sealBearer(sealRing, sessionId, "customer-bearer"),
    absoluteEnd: Math.floor(clock.nowMs() / 1000) + 8 * 3600,
  });

  async function call(
    name: string,
    args: Record<string, unknown> = {},
    handle: string | undefined = sessionId,
  ): Promise<ActionReply> {
    return dispatch(
      {
        actions: allActions,
        sessions,
        tenants: createMemoryTenantDirectory(sampleTenants),
        notes,
        pf360: createPf360(exchange),
        audit: auditOverride ?? audit,
        revocations,
        sealRing,
        clock,
        log: (_level, event, fields = {}) => logged.push({ event, fields }),
        flags,
        portal: "dev",
        newId: () => newId("q"),
      },
      {
        name,
        arguments: args,
        sessionHandle: resolveSessionHandle(handle, args.session_id),
        deadlineMs: clock.nowMs() + 20_000,
      },
    );
  }

  /** What the BFF does when the customer says yes or no: shows the pending question, then records the answer. */
  async function answer(approved: boolean): Promise<void> {
    const pending = (await sessions.get(sessionId))?.confirmation;
    if (!pending) throw new Error("nothing is pending");
    await sessions.markShown(sessionId, pending.id);
    await sessions.answerConfirmation(sessionId, pending.id, approved);
  }

  return {
    call,
    answer,
    clock,
    engine,
    sessions,
    notes,
    sessionId,
    tenant,
    sent,
    logged,
    auditRows,
    revocations,
    auditBy: (other: AuditLog) => {
      auditOverride = other;
    },
    intercept: (interception: Interception) => {
      intercept = interception;
    },
  };
}

/** A shown list's first project that fits. */
export function firstProject(reply: ActionReply, fits: (project: ShownProject) => boolean): ShownProject {
  const { projects = [] } = (reply.result ?? {}) as { projects?: ShownProject[] };
  const project = projects.find(fits);
  if (!project) throw new Error("the sample data has no such project");
  return project;
}

interface ShownProject {
  project_id: string;
  project_number: string;
  category?: string;
  status_group: string;
  can_schedule: boolean;
  can_cancel: boolean;
}
