/**
 * A fresh id for a message, of 128 random bits. Of letters alone: the BFF keeps no id that could be somebody's number, and the
 * page finds a message in the history again by its id.
 */
export function newMessageId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const letter = (nibble: number) => String.fromCharCode(97 + nibble);
  return `m_${Array.from(bytes, (byte) => letter(byte >> 4) + letter(byte & 15)).join("")}`;
}
