import type { SchemaObject } from "openapi3-ts/oas30";

/** The part of a JSON schema that zod writes and that can be said in Bedrock's subset. */
interface WrittenSchema {
  type?: unknown;
  description?: unknown;
  properties?: Record<string, unknown>;
  required?: readonly string[];
  items?: unknown;
  additionalProperties?: unknown;
  [keyword: string]: unknown;
}

export interface PlainSchema extends SchemaObject {
  type?: PlainType;
  description?: string;
  properties?: Record<string, PlainSchema>;
  items?: PlainSchema;
}

const plainTypes = ["string", "number", "integer", "boolean", "array", "object"] as const;
type PlainType = (typeof plainTypes)[number];

const unsayable = ["anyOf", "oneOf", "allOf", "not", "$ref"] as const;

/**
 * A schema of types, properties and words: value lists, limits, forms and nulls become sentences at the end of the
 * description, since Bedrock accepts but does not honour them as keywords.
 * @param refuse called with the place and the cure for what cannot be said at all; must not return
 */
export function plainSchema(written: unknown, refuse: (problem: string) => never, place = ""): PlainSchema {
  const source: WrittenSchema = typeof written === "object" && written !== null ? { ...written } : {};
  const where = place || "the shape";
  const keyword = unsayable.find((name) => source[name] !== undefined);
  if (keyword) refuse(`${where} uses ${keyword}, which Bedrock does not honour; give it one plain shape`);
  const type = plainTypes.find((name) => name === source.type);
  if (!type) refuse(`${where} has no single type; say string, number, integer, boolean, array or object`);

  const description = sentences(source, refuse, where);
  const inner = (child: unknown, name: string) =>
    plainSchema(child, refuse, place ? `${place}.${name}` : name);
  return {
    type,
    ...(description !== "" && { description }),
    ...(source.properties && {
      properties: Object.fromEntries(
        Object.entries(source.properties).map(([name, child]) => [name, inner(child, name)]),
      ),
    }),
    ...(source.properties && source.required?.length && { required: [...source.required] }),
    ...(type === "array" && { items: inner(source.items, "items") }),
  };
}

function sentences(source: WrittenSchema, refuse: (problem: string) => never, where: string): string {
  const { description, enum: values, format, pattern, nullable, default: fallback } = source;
  const list = Array.isArray(values) ? values.filter((value) => value !== null) : [];
  return [
    typeof description === "string" ? endStopped(description) : "",
    list.length === 1 ? `Always ${list[0]}.` : list.length > 1 ? `One of: ${list.join(", ")}.` : "",
    limits(source.minLength, source.maxLength, (text) => `${text} characters.`, 1),
    limits(source.minItems, source.maxItems, (text) => `${text} entries.`),
    limits(safe(source.minimum), safe(source.maximum), (text) => `A number of ${text.toLowerCase()}.`),
    typeof pattern === "string" ? `Form: ${pattern}` : "",
    typeof format === "string" ? `Format: ${format}.` : "",
    fallback === undefined ? "" : `Default: ${String(fallback)}.`,
    nullable === true ? "May be null." : "",
    anyKeys(source.additionalProperties, refuse, where),
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function endStopped(text: string): string {
  const trimmed = text.trim();
  return trimmed === "" || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** `unsaid`: a minimum that goes without saying. */
function limits(least: unknown, most: unknown, phrase: (text: string) => string, unsaid = 0): string {
  const from = typeof least === "number" && least > unsaid ? least : undefined;
  const to = typeof most === "number" ? most : undefined;
  if (from !== undefined && to !== undefined)
    return phrase(from === to ? `Exactly ${from}` : `${from} to ${to}`);
  if (to !== undefined) return phrase(`At most ${to}`);
  return from === undefined ? "" : phrase(`At least ${from}`);
}

/** zod writes the safe-integer limits with every integer; they say nothing. */
function safe(limit: unknown): unknown {
  return Math.abs(Number(limit)) === Number.MAX_SAFE_INTEGER ? undefined : limit;
}

function anyKeys(values: unknown, refuse: (problem: string) => never, where: string): string {
  if (typeof values !== "object" || values === null) return "";
  if (Object.keys(values).length === 0) return "Its keys vary.";
  const { type } = plainSchema(values, refuse, `${where}.*`);
  return `Its keys vary; each value is of type ${type}.`;
}
