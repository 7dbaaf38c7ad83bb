import type { AuditAction, AuditOutcome } from "#layer/audit/audit-event.ts";
import type { AuditChain } from "#layer/audit/audit-log.ts";
import { OutcomeError, StoreDownError } from "#layer/errors.ts";
import type { Log } from "#layer/observability/log.ts";
import { type Pf360Client, Pf360Error } from "#layer/pf360/pf360-client.ts";
import { outcomeOfPf360Error } from "./reply.ts";

interface Audited {
  /** Opens the session's chain; its head is then being loaded. */
  open: () => AuditChain;
  /** How the log names the customer. */
  subject: string;
  /** The customer's yes that a booking or cancelling stands on. */
  confirmationId: string | undefined;
  /** Whether no revocation has ended the session meanwhile. */
  isSignedIn: () => Promise<boolean>;
  log: Log;
}

/**
 * PF360 with every write written down: its intent before it is sent, its outcome after the answer. A write whose intent
 * cannot be written is not sent (AuditDownError), nor is one whose customer or tenant was signed out after the session row was read. One whose outcome cannot be written has happened all the same: that is
 * logged, and `npm run audit -- verify` finds the intent open. `settled` ends when every outcome is written or given up; outcomes
 * are written beside what the action still has to do. `willWrite` opens the chain ahead, so that its head is there in time.
 */
export function auditedPf360(
  client: Pf360Client,
  { open, subject, confirmationId, isSignedIn, log }: Audited,
): { client: Pf360Client; willWrite: () => void; settled: () => Promise<void> } {
  const pending: Promise<void>[] = [];
  let opened: AuditChain | undefined;
  function theChain(): AuditChain {
    opened ??= open();
    return opened;
  }

  async function write<Answer>(
    about: { action: AuditAction; projectId: string; confirmationId?: string; offerRequestId?: number },
    send: () => Promise<Answer>,
    outcomeOf: (answer: Answer) => AuditOutcome,
  ): Promise<Answer> {
    const chain = theChain();
    const standing = isSignedIn().then(
      (isThere) => (isThere ? undefined : new OutcomeError("reauth_required")),
      (error: unknown) => new StoreDownError(error),
    );
    const { seq: intentSeq } = await chain.append({ ...about, subject, phase: "intent" });
    const end = (outcome: AuditOutcome) => {
      const written = chain.append({ ...about, subject, phase: "outcome", outcome, intentSeq });
      pending.push(
        written.then(
          () => {},
          (error: Error) => log("error", "audit-outcome-lost", { action: about.action, error: error.name }),
        ),
      );
    };
    const refusal = await standing;
    if (refusal) {
      end("refused");
      throw refusal;
    }
    try {
      const answer = await send();
      end(outcomeOf(answer));
      return answer;
    } catch (error) {
      end(error instanceof Pf360Error ? outcomeOfPf360Error(error) : "failed");
      throw error;
    }
  }

  const confirmed = confirmationId === undefined ? {} : { confirmationId };
  return {
    willWrite: () => void theChain(),
    settled: async () => void (await Promise.all(pending)),
    client: {
      ...client,
      schedule: (request) =>
        write(
          {
            action: "confirm_appointment",
            projectId: request.projectId,
            offerRequestId: request.requestId,
            ...confirmed,
          },
          () => client.schedule(request),
          ({ state }) => (state === "booked" ? "ok" : "pending_review"),
        ),
      cancel: (projectId) =>
        write(
          { action: "cancel_appointment", projectId, ...confirmed },
          () => client.cancel(projectId),
          () => "ok",
        ),
      addNote: (projectId, text) =>
        write(
          { action: "add_note", projectId },
          () => client.addNote(projectId, text),
          () => "ok",
        ),
    },
  };
}
