/**
 * How Bedrock hands a value to a Lambda: always as a string, arrays and objects as Java's `toString` prints them,
 * `[{itemName=a, quantity=2}]` (Powertools for TypeScript, issue 3710).
 */
export function toJavaText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toJavaText).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => `${key}=${toJavaText(inner)}`);
    return `{${entries.join(", ")}}`;
  }
  return String(value);
}
