import type { ReactNode } from "react";
import { ErrorBoundary } from "react-error-boundary";
import type { ChatMessage } from "./chat-message.ts";
import { MarkdownText } from "./markdown.tsx";
import { failureWords, words } from "./words.ts";

type Part = ChatMessage["parts"][number];
type ConfirmationPart = Extract<Part, { type: "data-confirmation" }>;

interface MessageProps {
  message: ChatMessage;
  linkHosts: readonly string[];
  /** What to show for a question of this message; nothing where its card stands in another one. */
  renderConfirmation: (part: ConfirmationPart) => ReactNode;
}

/** One message; nothing while it has nothing to show. A part that cannot be drawn takes down its own message alone. */
export function Message({ message, linkHosts, renderConfirmation }: MessageProps) {
  const isAssistant = message.role === "assistant";

  function drawPart(part: Part, index: number): ReactNode {
    // Parts have no id of their own and only ever grow at the end.
    const key = `${part.type}-${index}`;
    if (part.type === "data-confirmation") {
      const card = renderConfirmation(part);
      return card && <div key={key}>{card}</div>;
    }
    if (part.type !== "text" || part.text === "") return null;
    return (
      <div key={key} className="bubble">
        {isAssistant ? <MarkdownText text={part.text} linkHosts={linkHosts} /> : <p>{part.text}</p>}
      </div>
    );
  }

  const drawn = message.parts.map(drawPart).filter(Boolean);
  if (drawn.length === 0) return null;
  return (
    <article className={`message ${message.role}`} aria-label={isAssistant ? words.assistant : words.you}>
      <ErrorBoundary fallback={<p>{failureWords("render")}</p>} resetKeys={[message.parts]}>
        {drawn}
      </ErrorBoundary>
    </article>
  );
}
