import { listCycles } from "./cycles.ts";
import { baseName, isSameRoom, rowNames, rowOf, topRoomOf } from "./rows.ts";
import type { Import, Source } from "./source.ts";

export interface Violation {
  file: string;
  rule: string;
  /** The import or name that breaks it, and what to do. */
  detail: string;
}

const product = ["action-groups", "agents", "schemas", "layer", "frontend-bff", "infra", "frontend"];
const outside = ["tests", "bench", "local"];
/** Entries beside row 7: those of `local/`, and the page's. */
const otherEntry = /^(local\/(start\.ts|install\.mjs|([^/]+\/)?cli\.ts)|frontend\/(src\/)?main\.tsx?)$/;
const configFile = /(\.config\.ts|\.d\.ts)$/;
/** The one place where the machine's time is read for all others. */
const clockFile = "layer/clock.ts";
const drawers = ["util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"];
const inputOutput =
  /^(node:(fs|http|https|http2|net|tls|dgram|child_process)(\/|$)|axios$|@aws-sdk\/|dynalite$|hono$|@hono\/)/;

/** Every breach of the house's import rules, in the order of the files. */
export function listViolations(sources: readonly Source[]): Violation[] {
  return [
    ...sources.flatMap((source) => [...fileRules(source), ...importRules(source)]),
    ...cycleRule(sources),
  ];
}

function* fileRules(source: Source): Generator<Violation> {
  const { path } = source;
  const room = topRoomOf(path);
  const breach = (rule: string, detail: string): Violation => ({ file: path, rule, detail });
  const isProduct = product.includes(room);
  const row = rowOf(path);
  if (isProduct && room !== "frontend" && row === undefined) {
    yield breach(
      "row",
      "stands in no row of the import table; move it, or add its row to tests/architecture/rows.ts",
    );
  }
  const drawer = path
    .replaceAll("secrets-manager", "")
    .split(/[/.-]/)
    .find((word) => drawers.includes(word));
  if (drawer) yield breach("drawer", `${drawer} is a drawer, not a reason; name what the file is for`);
  if (source.hasDefaultExport && !configFile.test(path)) {
    yield breach("default-export", "exports a default; name it");
  }
  if (source.isBarrel && row !== 6) {
    yield breach("barrel", "only passes on what others export; import from where it is made");
  }
  const isEntry = row === 7 || otherEntry.test(path) || configFile.test(path);
  if ((!isProduct && room !== "local") || isEntry) return;
  if (source.readsEnvironment) {
    yield breach("environment", "reads process.env; only entries do, and hand the values on");
  }
  if (source.readsWallClock && path !== clockFile) {
    yield breach("wall-clock", "reads the wall clock; take a Clock instead");
  }
  if (source.imports.some(({ to, names }) => to === clockFile && names.includes("wallClock"))) {
    yield breach("wall-clock", "imports wallClock; only entries do, and hand a Clock on");
  }
}

function* importRules(source: Source): Generator<Violation> {
  const room = topRoomOf(source.path);
  for (const found of source.imports) {
    const breach = (rule: string, why: string): Violation => ({
      file: source.path,
      rule,
      detail: `imports ${found.to}: ${why}`,
    });
    const target = topRoomOf(found.to);
    if (found.to === "nock" && !source.path.startsWith("tests/contract/")) {
      yield breach("nock", "only tests/contract may; while it is active HTTP/2 hangs");
    }
    if (product.includes(room) && outside.includes(target)) {
      yield breach("product", "no product file imports tests/, bench/ or local/");
    } else if (room === "local" && ["tests", "bench"].includes(target)) {
      yield breach("local", "local/ imports neither tests/ nor bench/");
    } else if (room === "frontend" && target !== "frontend" && product.includes(target)) {
      const why = frontendRule(found);
      if (why) yield breach("frontend", why);
    } else if (target === "frontend" && product.includes(room) && room !== "frontend") {
      yield breach("frontend", "nothing of the product imports the page");
    } else if (product.includes(room) && room !== "frontend") {
      yield* rowRules(source.path, found, breach);
    }
  }
}

function frontendRule({ to, isType }: Import): string | undefined {
  if (!isType) return "the page takes types only (import type)";
  if (/^(frontend-bff\/stream|layer\/domain)\//.test(to)) return undefined;
  return "the page takes its types from frontend-bff/stream and layer/domain alone";
}

function* rowRules(
  path: string,
  { to, isType }: Import,
  breach: (rule: string, why: string) => Violation,
): Generator<Violation> {
  const from = rowOf(path);
  if (from === undefined) return;
  if (from <= 2 && !isType && inputOutput.test(to)) {
    yield breach(
      "ground-io",
      `row ${from} (${rowNames[from]}) does no input or output; that is an adapter's`,
    );
  }
  const target = product.includes(topRoomOf(to)) ? rowOf(to) : undefined;
  if (target === undefined) return;
  const why = `row ${from} (${rowNames[from]}) imports row ${target} (${rowNames[target]})`;
  const isOwnRoom = isSameRoom(path, to);
  if (target === 3) {
    if (from !== 7 && !(from === 3 && isOwnRoom)) {
      yield breach("adapter", `${why}; adapters are built by entries and handed in behind their port`);
    }
    return;
  }
  if (target < from) return;
  // Ground is one floor: it does no I/O, and has no cycles at run time. A room's pure parts speak the words of its port.
  if (from === 1 && (target === 1 || (target === 2 && isOwnRoom))) return;
  if (target > from) yield breach("downwards", `${why}; have what it needs handed in`);
  else if (!isOwnRoom)
    yield breach("neighbour", `${why} of another room; move what both need to a lower row`);
}

function cycleRule(sources: readonly Source[]): Violation[] {
  const known = new Set(sources.map(({ path }) => path));
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports
        .filter(({ to, isType, isDynamic }) => !isType && !isDynamic && known.has(to))
        .map(({ to }) => to),
    ]),
  );
  return listCycles(edges).map((cycle) => ({
    file: cycle[0] ?? "",
    rule: "cycle",
    detail: [...cycle, cycle[0] ?? ""].map(baseName).join(" → "),
  }));
}
