import { useEffect, useRef, useState } from "react";
import { deleteConversation, type Receipt } from "./conversation-requests.ts";
import { type Failure, readFailure } from "./failure.ts";
import { FailureNotice } from "./notices.tsx";
import { ReceiptView } from "./receipt-view.tsx";
import type { Session } from "./session.ts";
import { words } from "./words.ts";

interface DeletionDialogProps {
  session: Session;
  supportPhone: string | undefined;
  /** The session is over too: the page is to begin anew. */
  onDeleted: () => void;
  onClose: (isDeleted: boolean) => void;
}

type Step =
  | { is: "asking" }
  | { is: "deleting" }
  | { is: "failed"; failure: Failure }
  | { is: "deleted"; receipt: Receipt };

/**
 * Asks before everything is deleted, and shows the receipt. The browser's own dialog: it holds the keyboard inside, closes on
 * Escape and gives the focus back.
 */
export function DeletionDialog({ session, supportPhone, onDeleted, onClose }: DeletionDialogProps) {
  const [step, setStep] = useState<Step>({ is: "asking" });
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    // Not closed by a clean-up: React may run an effect twice, and the event of the first closing would come late.
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);

  // The pressed button is gone; the keyboard goes on from what has come of it.
  useEffect(() => {
    if (step.is !== "asking") title.current?.focus();
  }, [step.is]);

  async function deleteAll() {
    setStep({ is: "deleting" });
    try {
      const receipt = await deleteConversation(session);
      setStep({ is: "deleted", receipt });
      onDeleted();
    } catch (error) {
      setStep({ is: "failed", failure: { ...readFailure(error), retryable: true } });
    }
  }

  return (
    <dialog
      className="deletion"
      ref={dialog}
      aria-labelledby="deletion-title"
      aria-busy={step.is === "deleting"}
      onCancel={(event) => {
        if (step.is === "deleting") event.preventDefault();
      }}
      onClose={() => onClose(step.is === "deleted")}
    >
      <h2 id="deletion-title" ref={title} tabIndex={-1}>
        {titleOf(step)}
      </h2>
      {(step.is === "asking" || step.is === "deleting") && (
        <>
          <p>{words.deletion.text}</p>
          <p>{words.deletion.keeps}</p>
          <div className="dialog-buttons">
            <button type="button" disabled={step.is === "deleting"} onClick={() => dialog.current?.close()}>
              {words.deletion.cancel}
            </button>
            <button
              type="button"
              className="primary danger"
              disabled={step.is === "deleting"}
              onClick={deleteAll}
            >
              {words.deletion.confirm}
            </button>
          </div>
        </>
      )}
      {step.is === "failed" && (
        <FailureNotice
          title={words.deletion.failedText}
          failure={step.failure}
          supportPhone={supportPhone}
          onRetry={deleteAll}
        />
      )}
      {step.is === "deleted" && <ReceiptView receipt={step.receipt} supportPhone={supportPhone} />}
      {(step.is === "failed" || step.is === "deleted") && (
        <div className="dialog-buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            {words.deletion.close}
          </button>
        </div>
      )}
    </dialog>
  );
}

function titleOf({ is }: Step): string {
  if (is === "deleting") return words.deletion.deleting;
  if (is === "failed") return words.deletion.failedTitle;
  return is === "deleted" ? words.deletion.deletedTitle : words.deletion.title;
}
