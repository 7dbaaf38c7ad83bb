import type { FormEvent, KeyboardEvent, RefObject } from "react";
import { words } from "./words.ts";

const longestMessage = 4000;

interface ComposerProps {
  draft: string;
  onDraft: (text: string) => void;
  onSend: (text: string) => void;
  /** The draft can be written on, and not be sent. */
  isHeld: boolean;
  field: RefObject<HTMLTextAreaElement | null>;
}

/** The message box. Enter sends, Shift + Enter starts a line, and the Enter that ends a composed character does neither. */
export function Composer({ draft, onDraft, onSend, isHeld, field }: ComposerProps) {
  const canSend = !isHeld && draft.trim() !== "";

  function send(event: FormEvent) {
    event.preventDefault();
    if (!canSend) return;
    onSend(draft.trim());
    onDraft("");
    field.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    // Safari ends the composition before the key; it then reports key code 229.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !isComposing) send(event);
  }

  return (
    <form className="composer" onSubmit={send}>
      <textarea
        ref={field}
        rows={1}
        value={draft}
        maxLength={longestMessage}
        enterKeyHint="send"
        aria-label={words.composerLabel}
        aria-describedby="composer-hint"
        placeholder={words.composerPlaceholder}
        onChange={(event) => onDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" className="primary" disabled={!canSend}>
        {words.send}
      </button>
      <p id="composer-hint" className="composer-hint">
        {words.composerHint}
      </p>
    </form>
  );
}
