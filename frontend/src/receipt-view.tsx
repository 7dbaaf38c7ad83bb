import { useState } from "react";
import type { Receipt } from "./conversation-requests.ts";
import { SupportPhone } from "./notices.tsx";
import { deletedAtWords, words } from "./words.ts";

/** When everything was deleted, and the number to ask by. */
export function ReceiptView({
  receipt,
  supportPhone,
}: {
  receipt: Receipt;
  supportPhone: string | undefined;
}) {
  const [copying, setCopying] = useState<"copied" | "notCopied">();

  async function copy() {
    try {
      await navigator.clipboard.writeText(receipt.id);
      setCopying("copied");
    } catch {
      setCopying("notCopied");
    }
  }

  return (
    <>
      <p>{deletedAtWords(new Date(receipt.at))}</p>
      <p>{receipt.isComplete ? words.deletion.receiptNumber : words.deletion.incomplete}</p>
      {!receipt.isComplete && <SupportPhone number={supportPhone} />}
      <p className="receipt">
        <code data-receipt={receipt.isComplete ? "complete" : "incomplete"}>{receipt.id}</code>
        <button type="button" onClick={copy}>
          {words.deletion.copy}
        </button>
        <span className="small" role="status">
          {copying && words.deletion[copying]}
        </span>
      </p>
    </>
  );
}
