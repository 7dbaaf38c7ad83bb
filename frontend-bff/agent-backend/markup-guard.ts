/**
 * What a model prints when it writes a tool call, its thoughts or the session context into its answer instead of making
 * the call or keeping it to itself. Seen with agents on Bedrock; opening and closing tags alike.
 */
const names = [
  "function_calls",
  "function_results",
  "invoke",
  "tool_call",
  "tool_use",
  "thinking",
  "answer",
  "session_context",
];
const markers = names.flatMap((name) => [`<${name}`, `</${name}`]);
const longest = Math.max(...markers.map(({ length }) => length));

export interface MarkupGuard {
  /** The text that may go out now; nothing any more once markup was seen. */
  push(text: string): string;
  /** What was held back at the end because it could have become markup. */
  flush(): string;
  readonly hasLeaked: boolean;
}

/**
 * Lets an answer's text through up to the first markup, however it is cut into pieces: a tail that could be the beginning
 * of a marker waits for what follows.
 */
export function createMarkupGuard(): MarkupGuard {
  let held = "";
  let hasLeaked = false;
  return {
    get hasLeaked() {
      return hasLeaked;
    },
    push(piece) {
      if (hasLeaked) return "";
      const text = held + piece;
      const lower = lowerAscii(text);
      for (let at = lower.indexOf("<"); at >= 0; at = lower.indexOf("<", at + 1)) {
        if (markers.some((marker) => lower.startsWith(marker, at))) {
          hasLeaked = true;
          held = "";
          return text.slice(0, at);
        }
      }
      const tailAt = tailThatMayGrow(lower);
      held = text.slice(tailAt);
      return text.slice(0, tailAt);
    },
    flush() {
      const rest = held;
      held = "";
      return rest;
    },
  };
}

/** Where the last `<` begins a marker that is not yet whole; the text's length when none does. */
function tailThatMayGrow(lower: string): number {
  const at = lower.lastIndexOf("<");
  if (at < 0 || lower.length - at >= longest) return lower.length;
  const tail = lower.slice(at);
  return markers.some((marker) => marker.startsWith(tail)) ? at : lower.length;
}

/** Unlike `toLowerCase` it keeps every place where it was: `İ` would become two characters. */
function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
