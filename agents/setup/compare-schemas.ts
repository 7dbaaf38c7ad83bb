import { canonicalJson, canonicalSchema, isObject, parseJson } from "./canonical-json.ts";
import type { ChangeBody } from "./plan-types.ts";

interface Operation {
  /** The operationId, or `post /path` without one. */
  name: string;
  /** `post /path`. */
  place: string;
  requiresConfirmation: boolean;
  content: Record<string, unknown>;
}

type Detail = Extract<ChangeBody, { kind: "operation" }>["details"][number];

const confirmationFlag = "x-requireConfirmation";

/**
 * What differs in meaning between two OpenAPI documents of one action group: operations by their id, parameters by their
 * name; white space and the order of keys mean nothing. Removed, then added, then changed ones. Empty when they mean the same.
 */
export function compareSchemas(group: string, from: string, to: string): ChangeBody[] {
  if (canonicalSchema(from) === canonicalSchema(to)) return [];
  const [old, fresh] = [readOperations(from), readOperations(to)];
  if (!old || !fresh) {
    const words = (found: unknown) => (found ? "an OpenAPI document" : "not inline JSON");
    return [{ kind: "action-group-field", group, field: "schema", from: words(old), to: words(fresh) }];
  }
  const changes: ChangeBody[] = [
    ...onlyIn(old, fresh).map((operation) => operationChange("removed", group, operation)),
    ...onlyIn(fresh, old).map((operation) => operationChange("added", group, operation)),
    ...fresh.flatMap((operation) => {
      const before = old.find(({ name }) => name === operation.name);
      return before ? compareOperation(group, before, operation) : [];
    }),
  ];
  if (changes.length > 0) return changes;
  const words = (text: string) => headOf(text) || "the same operations";
  return [{ kind: "action-group-field", group, field: "schema", from: words(from), to: words(to) }];
}

/** Every operation of a document as added or removed. */
export function listOperations(change: "added" | "removed", group: string, schema: string): ChangeBody[] {
  return (readOperations(schema) ?? []).map((operation) => operationChange(change, group, operation));
}

function operationChange(change: "added" | "removed", group: string, { name }: Operation): ChangeBody {
  return { kind: "operation", change, group, operation: name, details: [] };
}

function compareOperation(group: string, from: Operation, to: Operation): ChangeBody[] {
  const changes: ChangeBody[] = [];
  const details = compareContent(from, to);
  if (details.length > 0) {
    changes.push({ kind: "operation", change: "changed", group, operation: to.name, details });
  }
  if (from.requiresConfirmation !== to.requiresConfirmation) {
    changes.push({
      kind: "confirmation",
      group,
      operation: to.name,
      from: from.requiresConfirmation,
      to: to.requiresConfirmation,
    });
  }
  return changes;
}

function compareContent(from: Operation, to: Operation): Detail[] {
  const [old, fresh] = [leavesOf(from), leavesOf(to)];
  const places = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  const details = places.flatMap((place): Detail[] => {
    const [before, after] = [old.get(place), fresh.get(place)];
    if (before === after) return [];
    return [
      { place, ...(before !== undefined && { from: before }), ...(after !== undefined && { to: after }) },
    ];
  });
  if (details.length > 0 || canonicalJson(from.content) === canonicalJson(to.content)) return details;
  return [{ place: "parameters", from: orderOf(from), to: orderOf(to) }];
}

/** Every value that is no object or list, by its place; a parameter's place is its name. */
function leavesOf({ place, content }: Operation): Map<string, string> {
  const leaves = new Map([["path", place]]);
  const visit = (value: unknown, at: string): void => {
    if (Array.isArray(value)) {
      for (const [index, entry] of value.entries()) visit(entry, `${at}.${parameterName(entry) ?? index}`);
      if (value.length === 0) leaves.set(at, "[]");
    } else if (isObject(value)) {
      for (const [key, member] of Object.entries(value)) visit(member, at === "" ? key : `${at}.${key}`);
      if (Object.keys(value).length === 0) leaves.set(at, "{}");
    } else {
      leaves.set(at, String(value));
    }
  };
  visit(content, "");
  return leaves;
}

function parameterName(entry: unknown): string | undefined {
  return isObject(entry) && typeof entry.name === "string" && "in" in entry ? entry.name : undefined;
}

function orderOf({ content }: Operation): string {
  const parameters = Array.isArray(content.parameters) ? content.parameters : [];
  return parameters.map((parameter) => parameterName(parameter) ?? "?").join(", ");
}

function onlyIn(one: readonly Operation[], other: readonly Operation[]): Operation[] {
  return one.filter(({ name }) => !other.some((operation) => operation.name === name));
}

/** Undefined for what is no OpenAPI document in JSON. */
function readOperations(schema: string): Operation[] | undefined {
  const document = parseJson(schema);
  if (!isObject(document) || !isObject(document.paths)) return undefined;
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(isObject(item) ? item : {}).flatMap(([method, value]): Operation[] => {
      if (!isObject(value)) return [];
      const { [confirmationFlag]: flag, ...content } = value;
      const place = `${method} ${path}`;
      const name = typeof content.operationId === "string" ? content.operationId : place;
      return [{ name, place, content, requiresConfirmation: flag === "ENABLED" }];
    }),
  );
}

/** What a document says beside its operations, short. */
function headOf(schema: string): string {
  const document = parseJson(schema);
  if (!isObject(document)) return "";
  const { paths: _paths, ...head } = document;
  return canonicalJson(head);
}
