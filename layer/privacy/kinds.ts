/** What the scrubber can find; each is replaced by its name in brackets. */
export const kinds = [
  "email",
  "phone",
  "card",
  "ssn",
  "iban",
  "ip",
  "date of birth",
  "record",
  "secret",
  "id",
  "number",
  "name",
  "address",
] as const;
export type Kind = (typeof kinds)[number];

/** Stands at the end of a text that was longer than what is scrubbed. */
export const cutMarker = "[cut]";

export function placeholderOf(kind: Kind): string {
  return `[${kind}]`;
}
