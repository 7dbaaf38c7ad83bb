/**
 * `error`: Bedrock refuses the schema, by its own words or by what its documentation requires. `warning`: it is accepted,
 * but not honoured, or nobody knows.
 */
type Grade = "error" | "warning";

export interface Finding {
  grade: Grade;
  /** Stable, in kebab-case. */
  rule: string;
  /** Where: `paths["/claims"].get.parameters[0]`; empty for the whole document. */
  path: string;
  /** What is wrong; the service's own words where they are known. */
  message: string;
  cure: string;
}

/** What a rule reports; the place is added by the walk. */
export type Report = (path: string, finding: Omit<Finding, "path">) => void;

/** A place in a document: its path, and its value with a local `$ref` followed. */
export interface Place {
  path: string;
  value: unknown;
}

/** A plain object's entries by name; undefined for anything else. */
export function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** A step to a named field: dotted where the name allows it, else in brackets. */
export function step(path: string, name: string | number): string {
  if (typeof name === "number") return `${path}[${name}]`;
  if (!/^[A-Za-z_$][\w$-]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

export function isBlank(value: unknown): boolean {
  return typeof value !== "string" || value.trim() === "";
}
