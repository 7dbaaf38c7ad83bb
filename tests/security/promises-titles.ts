import { parseSync } from "vite";

interface Node {
  type: string;
  [field: string]: unknown;
}

/** The titles of the tests of one file that run, as they stand in its text: `it(…)` and `it.each(…)(…)`. */
export function readTitles(path: string, text: string): string[] {
  const { program, errors } = parseSync(path, text, { sourceType: "module" });
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  return [...nodesOf(program)].flatMap((node) => {
    if (node.type !== "CallExpression" || !isTest(node.callee)) return [];
    const [title] = node.arguments as Node[];
    return title ? textOf(title) : [];
  });
}

function isTest(callee: unknown): boolean {
  if (!isNode(callee)) return false;
  if (callee.type === "Identifier") return callee.name === "it";
  if (callee.type !== "CallExpression" || !isNode(callee.callee)) return false;
  const { object, property } = callee.callee;
  return isTest(object) && isNode(property) && property.name === "each";
}

function textOf({ type, value, quasis, expressions }: Node): string[] {
  if (type === "Literal" && typeof value === "string") return [value];
  if (type !== "TemplateLiteral" || (expressions as Node[]).length > 0) return [];
  return (quasis as { value: { cooked: string } }[]).map(({ value: { cooked } }) => cooked);
}

function* nodesOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const entry of value) yield* nodesOf(entry);
  else if (isNode(value)) {
    yield value;
    for (const field of Object.values(value)) yield* nodesOf(field);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
