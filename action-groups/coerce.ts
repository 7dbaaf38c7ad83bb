import * as z from "zod";
import { readJavaText } from "./java-text.ts";

/**
 * Brings arguments to the types that an action's schema asks for: Bedrock sends every value as a string, arrays and
 * objects often in Java's `toString` form; a Gateway sends typed JSON. What cannot be brought over stays as it is, for
 * the schema to refuse. Names come with `-` or `_`; blank strings and nulls count as absent.
 */
export function coerceArguments(
  schema: z.ZodObject,
  raw: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const coerced: Record<string, unknown> = {};
  for (const [writtenName, value] of Object.entries(raw)) {
    if (value === null || value === undefined || isBlank(value)) continue;
    const name = writtenName.replaceAll("-", "_");
    const field = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
    coerced[name] = field ? coerce(innerType(field), value) : value;
  }
  return coerced;
}

function isBlank(value: unknown): boolean {
  return typeof value === "string" && value.trim() === "";
}

function innerType(field: z.core.$ZodType): string {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodNullable) {
    return innerType(field.unwrap());
  }
  return field._zod.def.type;
}

function coerce(type: string, value: unknown): unknown {
  if (type === "string" || type === "enum") {
    return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  }
  if (typeof value !== "string") return value;
  if (type === "number") return value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
  if (type === "boolean") return { true: true, false: false }[value.trim().toLowerCase()] ?? value;
  if (type === "array" || type === "object") return readJson(value) ?? readJavaText(value) ?? value;
  return value;
}

function readJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : undefined;
  } catch {
    return undefined;
  }
}
