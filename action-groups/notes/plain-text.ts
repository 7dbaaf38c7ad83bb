/**
 * A customer's note as plain text: control and bidirectional characters out, line ends kept, white space at the ends
 * trimmed. A note re-enters the model's context later, so it must not be able to hide or reorder text.
 */
export function plainText(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\r\n?/g, "\n")
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === "\n" ? character : ""))
    .trim();
}
