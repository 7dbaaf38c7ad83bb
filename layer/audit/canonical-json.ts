/**
 * The one text of a flat record: keys in the order of their UTF-16 code units, no white space (RFC 8785, which for strings,
 * safe integers and booleans is what JSON.stringify writes).
 * @throws TypeError for any other value: it would have no one text
 */
export function canonicalJson(record: Readonly<Record<string, unknown>>): string {
  const members = Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${scalar(record[key])}`);
  return `{${members.join(",")}}`;
}

function scalar(value: unknown): string {
  const isScalar = typeof value === "string" || typeof value === "boolean" || Number.isSafeInteger(value);
  if (!isScalar) throw new TypeError("only strings, safe integers and booleans have a canonical form here");
  return JSON.stringify(value);
}
