import { posix } from "node:path";
import { parseSync } from "vite";

export interface Import {
  /** A path in the repository, or a package's name as written. */
  to: string;
  /** Only types come in: nothing is left of it at run time. */
  isType: boolean;
  isDynamic: boolean;
  names: readonly string[];
}

/** What the rules need to know of one file. */
export interface Source {
  path: string;
  imports: readonly Import[];
  readsEnvironment: boolean;
  readsWallClock: boolean;
  hasDefaultExport: boolean;
  /** It passes on what others export and holds nothing itself, or says `export *`. */
  isBarrel: boolean;
}

interface Node {
  type: string;
  [field: string]: unknown;
}

/** Parses one file. @throws Error naming the file when it cannot be parsed */
export function readSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text, { sourceType: "module" });
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]?.message}`);
  const body = program.body as unknown as Node[];
  const source = {
    path,
    imports: [] as Import[],
    readsEnvironment: false,
    readsWallClock: false,
    hasDefaultExport: false,
    isBarrel: isBarrel(body),
  };
  for (const node of walk(body)) {
    const found = importOf(node, path);
    if (found) source.imports.push(found);
    source.readsEnvironment ||= isEnvironment(node);
    source.readsWallClock ||= isWallClock(node);
    source.hasDefaultExport ||= node.type === "ExportDefaultDeclaration" || exportsAsDefault(node);
  }
  source.readsEnvironment ||= source.imports.some(
    ({ to, names }) => to === "node:process" && names.includes("env"),
  );
  return source;
}

function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const entry of value) yield* walk(entry);
  else if (isNode(value)) {
    yield value;
    for (const field of Object.values(value)) yield* walk(field);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function importOf(node: Node, from: string): Import | undefined {
  const to = literalOf(node.source);
  if (to === undefined) return undefined;
  const specifiers = Array.isArray(node.specifiers) ? (node.specifiers as Node[]) : [];
  const areTypes =
    specifiers.length > 0 &&
    specifiers.every(({ importKind, exportKind }) => importKind === "type" || exportKind === "type");
  const isType =
    node.importKind === "type" || node.exportKind === "type" || node.type === "TSImportType" || areTypes;
  return {
    to: resolve(to, from),
    isType,
    isDynamic: node.type === "ImportExpression",
    names: specifiers.flatMap(({ imported, local }) => nameOf(imported) ?? nameOf(local) ?? []),
  };
}

function resolve(to: string, from: string): string {
  if (to.startsWith("#")) return to.slice(1);
  return to.startsWith(".") ? posix.normalize(posix.join(posix.dirname(from), to)) : to;
}

/** `process.env`, in any spelling of the access, and `const { env } = process`. */
function isEnvironment(node: Node): boolean {
  if (node.type === "VariableDeclarator" && nameOf(node.init) === "process" && isNode(node.id)) {
    const properties = Array.isArray(node.id.properties) ? (node.id.properties as Node[]) : [];
    return properties.some(({ key }) => nameOf(key) === "env");
  }
  return isMember(node, "process", "env");
}

/** `Date.now`, `new Date()` and `Date()`. */
function isWallClock(node: Node): boolean {
  const isBare = Array.isArray(node.arguments) && node.arguments.length === 0;
  if (node.type === "NewExpression" && isBare) return nameOf(node.callee) === "Date";
  if (node.type === "CallExpression") return nameOf(node.callee) === "Date";
  return isMember(node, "Date", "now");
}

function isMember(node: Node, object: string, property: string): boolean {
  if (node.type !== "MemberExpression") return false;
  return nameOf(node.object) === object && (nameOf(node.property) ?? literalOf(node.property)) === property;
}

function exportsAsDefault(node: Node): boolean {
  return node.type === "ExportSpecifier" && nameOf(node.exported) === "default";
}

function isBarrel(body: readonly Node[]): boolean {
  if (body.some(({ type }) => type === "ExportAllDeclaration")) return true;
  const passesOn = ({ type, declaration }: Node) => type === "ExportNamedDeclaration" && !isNode(declaration);
  return body.some(passesOn) && body.every((node) => node.type === "ImportDeclaration" || passesOn(node));
}

function nameOf(value: unknown): string | undefined {
  return isNode(value) && value.type === "Identifier" && typeof value.name === "string"
    ? value.name
    : undefined;
}

function literalOf(value: unknown): string | undefined {
  return isNode(value) && value.type === "Literal" && typeof value.value === "string"
    ? value.value
    : undefined;
}
