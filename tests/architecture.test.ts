import { existsSync, globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { rowOf } from "./architecture/rows.ts";
import { listViolations, type Violation } from "./architecture/rules.ts";
import { readSource } from "./architecture/source.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

const rooms = ["agents", "action-groups", "schemas", "layer", "frontend-bff", "frontend", "local", "tests"];
const laterRooms = ["infra", "bench"];

function listFiles(): string[] {
  return globSync("{*,[!.]*/**/*}.{ts,tsx,mjs}", {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist|coverage)(\/|$)/.test(path),
  }).sort();
}

describe("the house", () => {
  const sources = listFiles().map((path) => readSource(path, readFileSync(`${root}${path}`, "utf8")));

  it("is read as a whole", () => {
    const paths = sources.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        "layer/clock.ts",
        "tests/architecture.test.ts",
        "local/install.mjs",
        "vitest.config.ts",
      ]),
    );
    expect(paths.filter((path) => path.includes("node_modules"))).toEqual([]);
  });

  it("keeps its import rules", () => {
    expect(listViolations(sources).map(({ file, rule, detail }) => `${file} [${rule}] ${detail}`)).toEqual(
      [],
    );
  });

  it.each([...rooms, ...laterRooms.filter((room) => existsSync(`${root}${room}`))])(
    "tells in %s/README.md, in at most 20 lines, what lives there",
    (room) => {
      const file = `${root}${room}/README.md`;
      expect(existsSync(file), `${room}/README.md is missing`).toBe(true);
      const lines = readFileSync(file, "utf8").trimEnd().split("\n");
      expect(lines.length).toBeLessThanOrEqual(20);
      expect(lines.join("").length).toBeGreaterThan(80);
    },
  );
});

describe("the import table", () => {
  it.each([
    ["action-groups/scheduling/handler.ts", 7],
    ["frontend-bff/server.ts", 7],
    ["frontend-bff/lambda.ts", 7],
    ["agents/setup/cli.ts", 7],
    ["layer/audit/cli.ts", 7],
    ["schemas/write.ts", 7],
    ["infra/app.ts", 7],
    ["action-groups/notes/index.ts", 6],
    ["agents/index.ts", 6],
    ["frontend-bff/app.ts", 6],
    ["action-groups/notes/add-note.ts", 5],
    ["frontend-bff/routes/chat.ts", 5],
    ["agents/supervisor.ts", 5],
    ["action-groups/action.ts", 4],
    ["action-groups/envelopes/bedrock-openapi.ts", 4],
    ["schemas/openapi.ts", 4],
    ["frontend-bff/turn/run-turn.ts", 4],
    ["frontend-bff/stream/parts.ts", 1],
    ["frontend-bff/middleware/request-id.ts", 4],
    ["agents/setup/plan.ts", 4],
    ["layer/sessions/dynamodb-session-store.ts", 3],
    ["layer/pf360/sample/world.ts", 3],
    ["layer/auth/secrets-manager-key-ring.ts", 3],
    ["frontend-bff/agent-backend/bedrock-agent-backend.ts", 3],
    ["layer/sessions/session-store.ts", 2],
    ["frontend-bff/agent-backend/agent-backend.ts", 2],
    ["layer/domain/project.ts", 1],
    ["layer/sessions/lifetimes.ts", 1],
    ["layer/errors.ts", 1],
    ["infra/stages.ts", 1],
    ["local/start.ts", undefined],
    ["tests/architecture.test.ts", undefined],
  ])("puts %s into row %s", (path, row) => {
    expect(rowOf(path)).toBe(row);
  });
});

function violationsOf(files: Record<string, string>): Violation[] {
  return listViolations(Object.entries(files).map(([path, text]) => readSource(path, text)));
}

describe("the check catches", () => {
  it.each<[string, Record<string, string>, string]>([
    [
      "a frame that climbs to a list",
      { "action-groups/dispatch.ts": 'import { notesActions } from "#action-groups/notes/index.ts";' },
      "downwards",
    ],
    [
      "a climb that takes a type only",
      { "layer/domain/project.ts": 'import type { AnyAction } from "../../action-groups/action.ts";' },
      "downwards",
    ],
    [
      "a climb inside a type",
      { "layer/errors.ts": 'export type A = import("#agents/agent.ts").AgentDefinition;' },
      "downwards",
    ],
    [
      "a climb by export from",
      { "layer/errors.ts": 'export { agents } from "#agents/index.ts"; export const a = 1;' },
      "downwards",
    ],
    [
      "a dynamic climb",
      { "schemas/openapi.ts": 'export const load = () => import("#agents/index.ts");' },
      "downwards",
    ],
    [
      "an action that visits another group",
      { "action-groups/notes/add-note.ts": 'import { offer } from "../scheduling/offers.ts";' },
      "neighbour",
    ],
    [
      "a route that visits an agent",
      { "frontend-bff/routes/chat.ts": 'import { notes } from "#agents/notes.ts";' },
      "neighbour",
    ],
    [
      "a port that visits another room's port",
      {
        "layer/notes/note-store.ts": 'import type { SessionStore } from "#layer/sessions/session-store.ts";',
      },
      "neighbour",
    ],
    [
      "pure parts that speak of another room's port",
      { "layer/dates/read-date.ts": 'import type { Session } from "#layer/sessions/session-store.ts";' },
      "downwards",
    ],
    [
      "an action that knows an adapter",
      { "action-groups/notes/add-note.ts": 'import { s } from "#layer/notes/dynamodb-note-store.ts";' },
      "adapter",
    ],
    [
      "an adapter that knows another room's adapter",
      {
        "layer/notes/dynamodb-note-store.ts":
          'import { s } from "#layer/sessions/dynamodb-session-store.ts";',
      },
      "adapter",
    ],
    [
      "a product file that imports local",
      { "layer/clock.ts": 'import { a } from "#local/options.ts";' },
      "product",
    ],
    [
      "a product file that imports tests",
      { "action-groups/notes/handler.ts": 'import { a } from "../../tests/builders/clock.ts";' },
      "product",
    ],
    ["a page that imports bench", { "frontend/app.tsx": 'import { a } from "#bench/run.ts";' }, "product"],
    [
      "local that imports tests",
      { "local/start.ts": 'import { a } from "#tests/builders/clock.ts";' },
      "local",
    ],
    [
      "a page that imports code",
      { "frontend/app.tsx": 'import { outcomes } from "#layer/domain/outcomes.ts";' },
      "frontend",
    ],
    [
      "a page that imports types from elsewhere",
      { "frontend/app.tsx": 'import type { Session } from "../layer/sessions/session-store.ts";' },
      "frontend",
    ],
    [
      "a product file that imports the page",
      { "frontend-bff/app.ts": 'import { App } from "../frontend/app.tsx";' },
      "frontend",
    ],
    [
      "an environment read below the entries",
      { "layer/config.ts": "export const a = process.env.PORT;" },
      "environment",
    ],
    [
      "an environment read by brackets",
      { "local/options.ts": 'export const a = process["env"];' },
      "environment",
    ],
    [
      "an environment taken apart",
      { "layer/config.ts": "const { env } = process; export const a = env;" },
      "environment",
    ],
    [
      "an imported environment",
      { "layer/config.ts": 'import { env } from "node:process"; export const a = env;' },
      "environment",
    ],
    [
      "Date.now below the entries",
      { "layer/dates/today.ts": "export const a = () => Date.now();" },
      "wall-clock",
    ],
    ["Date.now handed on", { "local/model/script.ts": "export const a = { now: Date.now };" }, "wall-clock"],
    [
      "new Date() below the entries",
      { "frontend-bff/routes/chat.ts": "export const a = new Date();" },
      "wall-clock",
    ],
    [
      "wallClock below the entries",
      { "layer/dates/today.ts": 'import { wallClock } from "#layer/clock.ts";' },
      "wall-clock",
    ],
    [
      "ground that reads files",
      { "layer/dates/zones.ts": 'import { readFileSync } from "node:fs";' },
      "ground-io",
    ],
    [
      "a port that knows AWS",
      { "layer/notes/note-store.ts": 'import { D } from "@aws-sdk/client-dynamodb";' },
      "ground-io",
    ],
    [
      "a barrel by star",
      { "layer/domain/all.ts": 'export * from "./project.ts"; export const a = 1;' },
      "barrel",
    ],
    [
      "a barrel by name",
      { "layer/domain/all.ts": 'export { a } from "./project.ts"; export type { B } from "./tenant.ts";' },
      "barrel",
    ],
    [
      "a barrel in two steps",
      { "layer/domain/all.ts": 'import { a } from "./project.ts"; export { a };' },
      "barrel",
    ],
    ["a drawer", { "layer/utils.ts": "export const a = 1;" }, "drawer"],
    ["a drawer as a folder", { "local/common/ports.ts": "export const a = 1;" }, "drawer"],
    ["a drawer in a name", { "tests/builders/session-helpers.ts": "export const a = 1;" }, "drawer"],
    ["a default export", { "layer/clock.ts": "export default 1;" }, "default-export"],
    [
      "a default export by name",
      { "layer/clock.ts": "const a = 1; export { a as default };" },
      "default-export",
    ],
    ["nock outside the contract tests", { "tests/unit/a.test.ts": 'import nock from "nock";' }, "nock"],
    ["a product file without a row", { "infra/elsewhere/a.ts": "export const a = 1;" }, "row"],
  ])("%s", (_what, files, rule) => {
    expect(violationsOf(files).map((violation) => violation.rule)).toEqual([rule]);
  });

  it("a cycle at run time, and shows it", () => {
    const violations = violationsOf({
      "layer/a.ts": 'import { b } from "./b.ts"; export const a = b;',
      "layer/b.ts": 'import { c } from "#layer/c.ts"; export const b = c;',
      "layer/c.ts": 'import { a } from "./a.ts"; export const c = a;',
    });
    expect(violations).toEqual([{ file: "layer/a.ts", rule: "cycle", detail: "a.ts → b.ts → c.ts → a.ts" }]);
  });

  it("names the file and the import", () => {
    expect(violationsOf({ "layer/errors.ts": 'import type { A } from "#agents/agent.ts";' })).toEqual([
      {
        file: "layer/errors.ts",
        rule: "downwards",
        detail: expect.stringContaining("imports agents/agent.ts: row 1 (ground) imports row 4 (frame)"),
      },
    ]);
  });

  it("a file that cannot be parsed, by its name", () => {
    expect(() => readSource("layer/broken.ts", "export const = 1;")).toThrow(/layer\/broken\.ts/);
  });
});

describe("the check allows", () => {
  it.each<[string, Record<string, string>]>([
    [
      "an action its own room and lower rows",
      {
        "action-groups/notes/add-note.ts":
          'import { a } from "./plain-text.ts"; import { b } from "#action-groups/action.ts"; import type { N } from "#layer/notes/note-store.ts";',
      },
    ],
    [
      "an entry everything below",
      {
        "action-groups/notes/handler.ts":
          'import { a } from "./index.ts"; import { b } from "#layer/notes/dynamodb-note-store.ts"; export const c = process.env.A ?? Date.now();',
      },
    ],
    [
      "an entry to load an adapter when it needs it",
      { "action-groups/entry.ts": 'export const a = () => import("#layer/pf360/http-exchange.ts");' },
    ],
    [
      "pure parts their own room's port",
      { "layer/sessions/session-item.ts": 'import type { Session } from "./session-store.ts";' },
    ],
    [
      "ground to stand on ground",
      { "layer/pf360/wire/row.ts": 'import { a } from "#layer/dates/pf360.ts";' },
    ],
    [
      "an envelope the frame it wraps",
      { "action-groups/envelopes/bedrock-openapi.ts": 'import { d } from "#action-groups/dispatch.ts";' },
    ],
    [
      "the page its types",
      {
        "frontend/app.tsx":
          'import type { O } from "../layer/domain/outcomes.ts"; import type { P } from "#frontend-bff/stream/parts.ts"; export const a = <p />;',
      },
    ],
    [
      "local the whole product, and start the environment",
      { "local/start.ts": 'import { a } from "#frontend-bff/server.ts"; export const b = process.env.PORT;' },
    ],
    [
      "tests everything",
      { "tests/unit/a.test.ts": 'import { a } from "#local/start.ts"; export const b = new Date();' },
    ],
    [
      "nock in the contract tests",
      { "tests/contract/a.test.ts": 'import nock from "nock"; nock("http://localhost");' },
    ],
    [
      "a date from a given instant",
      { "layer/dates/print.ts": "export const a = (ms: number) => new Date(ms);" },
    ],
    ["lists to be lists", { "agents/index.ts": 'export { notes } from "./notes.ts";' }],
    ["a config file its default", { "vitest.config.ts": "export default {};" }],
    ["secrets-manager as a technology", { "layer/auth/secrets-manager-key-ring.ts": "export const a = 1;" }],
    [
      "a cycle of types",
      {
        "layer/a.ts": 'import { b } from "./b.ts"; export const a = b;',
        "layer/b.ts": 'import type { A } from "./a.ts"; export const b = 1;',
      },
    ],
  ])("%s", (_what, files) => {
    expect(violationsOf(files)).toEqual([]);
  });
});
