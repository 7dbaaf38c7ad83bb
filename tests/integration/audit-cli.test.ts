import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDynamodbAuditLog } from "#layer/audit/dynamodb-audit-log.ts";
import { createDynamodbAuditRows } from "#layer/audit/dynamodb-audit-rows.ts";
import { bookingIntent, chainA, threeDays } from "#tests/builders/audit.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { runCli } from "#tests/builders/run-cli.ts";

const tableName = "audit-log-dev";
const days = ["--from", "2025-01-10", "--to", "2025-01-13"];
const clock = settableClock();
let database: Awaited<ReturnType<typeof startTestDynamodb>>;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "audit-"));
  database = await startTestDynamodb();
  const audit = createDynamodbAuditLog({ documents: database.documents, tableName, clock });
  await threeDays(audit, clock);
  clock.set("2025-01-10T12:00:00Z");
  await audit.open("OPENCO", chainA).append(bookingIntent);
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return runCli("layer/audit/cli.ts", args, { AWS_ENDPOINT_URL_DYNAMODB: database.url, ...env });
}

describe("npm run audit", () => {
  it("seals once, verifies, exports, and finds what was changed afterwards", async () => {
    const sealing = await run(["seal", "--tenant", "FLOORCO", ...days, "--json"]);
    const again = await run(["seal", "--tenant", "FLOORCO", ...days]);
    const clean = await run(["verify", "--tenant", "FLOORCO", ...days]);

    expect({ code: sealing.code, err: sealing.err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(sealing.out).days.map(({ state }: { state: string }) => state)).toEqual(
      Array(4).fill("sealed"),
    );
    expect(again.code).toBe(0);
    expect(again.out.match(/was sealed already/g)).toHaveLength(4);
    expect(clean).toMatchObject({ code: 0, err: "" });

    const file = join(folder, "floorco.jsonl");
    const exported = await run(["export", "--tenant", "FLOORCO", ...days, "--out", file]);
    const shown = await run(["export", "--tenant", "FLOORCO", ...days]);
    const text = await readFile(file, "utf8");
    const lines = text.trimEnd().split("\n");
    expect(exported).toEqual({ code: 0, out: "", err: "" });
    expect(shown.out).toBe(text);
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({
      count: 16,
      sha256: createHash("sha256")
        .update(`${lines.slice(0, -1).join("\n")}\n`)
        .digest("base64url"),
    });

    const rows = createDynamodbAuditRows({ documents: database.documents, tableName });
    const head = await rows.head(`FLOORCO#${chainA}`);
    await database.documents.send(
      new PutCommand({ TableName: tableName, Item: { ...head, outcome: "slot_taken" } }),
    );
    const tampered = await run(["verify", "--tenant", "FLOORCO", ...days, "--json"]);
    expect(tampered.code).toBe(2);
    expect(JSON.parse(tampered.out).findings).toEqual([{ kind: "wrong_hash", chain: chainA, seq: 6 }]);
  });

  it("reports an open intent", async () => {
    const { code, out } = await run([
      "verify",
      "--tenant",
      "OPENCO",
      "--from",
      "2025-01-10",
      "--to",
      "2025-01-10",
      "--json",
    ]);

    expect(code).toBe(2);
    expect(JSON.parse(out).findings).toMatchObject([
      { kind: "open", seq: 1, action: "confirm_appointment" },
      { kind: "seal_missing", day: "2025-01-10" },
    ]);
  });

  it("never writes over a file, and leaves none that is not whole", async () => {
    const file = join(folder, "there.jsonl");
    await writeFile(file, "before");

    const over = await run(["export", "--tenant", "FLOORCO", ...days, "--out", file]);
    const broken = await run(
      ["export", "--tenant", "FLOORCO", ...days, "--out", join(folder, "gone.jsonl")],
      {
        ENVIRONMENT: "qa",
      },
    );

    expect([over.code, broken.code]).toEqual([1, 1]);
    expect(await readFile(file, "utf8")).toBe("before");
    expect((await readdir(folder)).filter((name) => /gone|part/.test(name))).toEqual([]);
  });

  it.each([
    [
      "a day that is not over",
      ["seal", "--tenant", "FLOORCO", "--from", "2100-01-01", "--to", "2100-01-01"],
      {},
    ],
    [
      "an environment whose table is not there",
      ["verify", "--tenant", "FLOORCO", ...days, "--env", "qa"],
      {},
    ],
    [
      "no environment away from this machine",
      ["verify", "--tenant", "FLOORCO", ...days],
      { AWS_ENDPOINT_URL_DYNAMODB: "https://dynamodb.example.com" },
    ],
    [
      "a database that does not answer",
      ["verify", "--tenant", "FLOORCO", ...days],
      { AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:1" },
    ],
  ])("says in one line what is wrong: %s", async (_, args, env) => {
    const { code, out, err } = await run(args, env);

    expect({ code, out, lines: err.trimEnd().split("\n").length }).toEqual({ code: 1, out: "", lines: 1 });
    expect(err).not.toMatch(/Unexpected|at .*\.ts:/);
  });

  it("shows its help", async () => {
    const { code, out } = await run(["verify", "--help"]);

    expect({ code, usage: out.slice(0, 30) }).toEqual({ code: 0, usage: "Usage: npm run audit -- verify" });
  });
});
