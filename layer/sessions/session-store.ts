import type { ConfirmedAction, PendingConfirmation } from "#layer/domain/confirmation.ts";
import type { LocalDate, LocalTime } from "#layer/domain/project.ts";
import type { RevocationMarks } from "./revocation-store.ts";

/** What PF360 offered for one project in this session; the newest `request_id` wins. Server-side only. */
export interface ProjectOffer {
  requestId: number | undefined;
  dates: LocalDate[];
  /** Start times by date, for the dates that were opened. */
  times: Record<LocalDate, LocalTime[]>;
}

/** One sign-in. Times in epoch seconds. */
export interface Session {
  sessionId: string;
  clientId: string;
  customerId: string;
  /** How the audit log names the customer: an HMAC, worth nothing without its key. */
  subject: string;
  /** The marks that stood at sign-in; a newer one ends the session. */
  marks: RevocationMarks;
  conversationId: string;
  agentSessionId: string;
  /** The customer's bearer, sealed to this session id; `openBearer` of layer/auth reads it. */
  sealedBearer: string;
  createdAt: number;
  /** Idle end; never later than `absoluteEnd`. */
  expiresAt: number;
  /** Eight hours after sign-in, or the end of the customer's own token less a minute, whichever is sooner. */
  absoluteEnd: number;
  /** 1 from its making on; tokens carry it as `ver`, and only those of the row's own version are taken. */
  version: number;
  offers: Record<string, ProjectOffer>;
  confirmation: PendingConfirmation | undefined;
}

export type NewSession = Pick<
  Session,
  | "sessionId"
  | "clientId"
  | "customerId"
  | "subject"
  | "marks"
  | "conversationId"
  | "agentSessionId"
  | "sealedBearer"
  | "absoluteEnd"
>;

/**
 * Sessions, one item each; every write is one conditional update of that item. `get` reads consistently and answers
 * undefined for an id that is unknown or expired, whatever the table's own deletion does. A write to a session that is
 * gone or expired answers false and makes no row.
 */
export interface SessionStore {
  /** @throws AppError `session_exists` when the id is taken. */
  create(session: NewSession): Promise<Session>;
  get(sessionId: string): Promise<Session | undefined>;
  /** Moves the idle end to 30 minutes from now, never past the absolute end. Answers the new end, undefined when gone. */
  touch(sessionId: string): Promise<number | undefined>;
  /** Renews the sealed bearer and the absolute end after the customer signed in again. */
  renew(sessionId: string, renewal: { sealedBearer: string; absoluteEnd: number }): Promise<boolean>;
  /** Replaces what is offered for one project. */
  keepOffer(sessionId: string, projectId: string, offer: ProjectOffer): Promise<boolean>;
  /** Removes one project's offer, if it still is the one of that `request_id`; nothing else of the row changes. */
  clearOffer(sessionId: string, projectId: string, requestId: number | undefined): Promise<boolean>;
  /** Writes the one pending confirmation; a newer one replaces it. */
  askConfirmation(sessionId: string, confirmation: PendingConfirmation): Promise<boolean>;
  /** asked → shown, for exactly this id. */
  markShown(sessionId: string, confirmationId: string): Promise<boolean>;
  /** shown → approved or declined, for exactly this id, while it has not expired. */
  answerConfirmation(sessionId: string, confirmationId: string, approved: boolean): Promise<boolean>;
  /** Takes the customer's yes for exactly these arguments: true once, false ever after. */
  consumeApproval(sessionId: string, action: ConfirmedAction, argumentsHash: string): Promise<boolean>;
  /** Gives the session a fresh agent session (after the agent forgot or failed). */
  replaceAgentSession(sessionId: string, agentSessionId: string): Promise<boolean>;
  /**
   * Ends the session for good: from the next read on it is gone for everybody, and what it held (bearer, offers, question)
   * is wiped in the same write. The marked row stays until `remove` or its own end.
   */
  end(sessionId: string): Promise<void>;
  /** Deletes the row, marked or not. */
  remove(sessionId: string): Promise<void>;
  /** Whether there is a row, expired and marked ones too; for proving that there is none. */
  exists(sessionId: string): Promise<boolean>;
  /** By what the agents know the session, of an ended or expired row too: for making them forget it. */
  agentSessionOf(sessionId: string): Promise<string | undefined>;
}
