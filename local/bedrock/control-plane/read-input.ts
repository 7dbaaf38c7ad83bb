import type * as z from "zod";
import { BedrockServiceError } from "../service-error.ts";

/** Members whose value is never repeated in a refusal (marked sensitive in the service's model, or long). */
const sensitive = new Set(["instruction", "collaborationInstruction", "payload", "basePromptTemplate"]);

/**
 * Reads a request's members, path and query included. A null counts as absent.
 * @throws BedrockServiceError validationException in Smithy's words: `N validation errors detected: Value '…' at '…' failed
 * to satisfy constraint: …; …`
 */
export function readInput<Schema extends z.ZodType>(schema: Schema, raw: object): z.output<Schema> {
  const parsed = schema.safeParse(withoutNulls(raw), { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, []));
  const constraints = problems.filter(({ at }) => at !== undefined);
  if (constraints.length === 0) throw invalid(problems[0]?.text ?? "The request is invalid.");
  const count = `${constraints.length} validation error${constraints.length === 1 ? "" : "s"}`;
  const texts = constraints.map(({ at, value, text }) => {
    return `${value} at '${at}' failed to satisfy constraint: Member must ${text}`;
  });
  throw invalid(`${count} detected: ${texts.join("; ")}`);
}

interface Problem {
  /** Undefined: the text stands for itself. */
  at: string | undefined;
  value: string;
  text: string;
}

function problemsOf(issue: z.core.$ZodIssue, parents: PropertyKey[]): Problem[] {
  const path = [...parents, ...issue.path];
  if (issue.code === "invalid_key") return issue.issues.flatMap((inner) => problemsOf(inner, parents));
  const at = path.map((part) => (typeof part === "number" ? `${part + 1}.member` : String(part))).join(".");
  const text = demandOf(issue);
  if (text === undefined) return [{ at: undefined, value: "", text: ownText(issue, at) }];
  return [{ at, value: shownValue(issue.input, String(path.at(-1))), text }];
}

function demandOf(issue: z.core.$ZodIssue): string | undefined {
  const isNumber = typeof issue.input === "number";
  switch (issue.code) {
    case "too_small":
      return `have ${isNumber ? "value" : "length"} greater than or equal to ${issue.minimum}`;
    case "too_big":
      return `have ${isNumber ? "value" : "length"} less than or equal to ${issue.maximum}`;
    case "invalid_format":
      return `satisfy regular expression pattern: ${asWritten(issue.pattern ?? "")}`;
    case "invalid_value":
      if (issue.input === undefined) return "not be null";
      return `satisfy enum value set: [${issue.values.map(String).join(", ")}]`;
    case "invalid_type":
      return issue.input === undefined ? "not be null" : undefined;
    default:
      return undefined;
  }
}

/** The pattern as `members.ts` has it: without anchors, and without the slashes escaped as JavaScript does. */
function asWritten(pattern: string): string {
  return pattern.replace(/^\/\^\(\?:|\)\$\/$/g, "").replaceAll("\\/", "/");
}

function ownText(issue: z.core.$ZodIssue, at: string): string {
  if (issue.code === "custom") return at === "" ? issue.message : `${issue.message} (${at})`;
  return `The request body could not be read: '${at}' has the wrong type.`;
}

function shownValue(value: unknown, name: string): string {
  if (value === undefined) return "Value null";
  if (sensitive.has(name) || typeof value === "object") return "Value";
  return `Value '${String(value)}'`;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, withoutNulls(inner)]])),
  );
}

function invalid(message: string): BedrockServiceError {
  return new BedrockServiceError("validationException", message);
}
