/**
 * Reads what Java's `toString` makes of lists and maps: `[a, b]`, `{k=v, k2=v2}`, `[{k=v}]`. Bedrock hands arrays and
 * objects to Lambdas in this form (Powertools for TypeScript, issue 3710). Values stay strings; a comma or a bracket in
 * a value cannot be told from structure, which is the form's own loss. Undefined for anything else.
 */
export function readJavaText(text: string): unknown {
  const reader = { text: text.trim(), at: 0 };
  const first = reader.text[0];
  if (first !== "[" && first !== "{") return undefined;
  const value = readValue(reader, 0);
  return reader.at === reader.text.length ? value : undefined;
}

interface Reader {
  text: string;
  at: number;
}

const deepest = 20;

function readValue(reader: Reader, depth: number): unknown {
  if (depth > deepest) return undefined;
  const start = reader.text[reader.at];
  if (start === "[") return readList(reader, depth);
  if (start === "{") return readMap(reader, depth);
  return readUntil(reader, ",]}");
}

function readList(reader: Reader, depth: number): unknown[] | undefined {
  reader.at += 1;
  const list: unknown[] = [];
  if (takeIf(reader, "]")) return list;
  for (;;) {
    skipSpace(reader);
    const value = readValue(reader, depth + 1);
    if (value === undefined) return undefined;
    list.push(value);
    if (takeIf(reader, "]")) return list;
    if (!takeIf(reader, ",")) return undefined;
  }
}

function readMap(reader: Reader, depth: number): Record<string, unknown> | undefined {
  reader.at += 1;
  const entries: [string, unknown][] = [];
  if (takeIf(reader, "}")) return {};
  for (;;) {
    skipSpace(reader);
    const key = readUntil(reader, "=,]}");
    if (!takeIf(reader, "=")) return undefined;
    const value = readValue(reader, depth + 1);
    if (value === undefined) return undefined;
    entries.push([key, value]);
    if (takeIf(reader, "}")) return Object.fromEntries(entries);
    if (!takeIf(reader, ",")) return undefined;
  }
}

function readUntil(reader: Reader, stops: string): string {
  const from = reader.at;
  while (reader.at < reader.text.length && !stops.includes(reader.text.charAt(reader.at))) reader.at += 1;
  return reader.text.slice(from, reader.at).trim();
}

function skipSpace(reader: Reader): void {
  while (reader.text[reader.at] === " ") reader.at += 1;
}

function takeIf(reader: Reader, character: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] !== character) return false;
  reader.at += 1;
  return true;
}
