import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { handler } from "#layer/audit/seal-handler.ts";
import { utcDay } from "#layer/audit/utc-day.ts";
import { nowSeconds, wallClock } from "#layer/clock.ts";
import { seedTenants } from "#local/tenants.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";

let database: Awaited<ReturnType<typeof startTestDynamodb>>;
beforeAll(async () => {
  database = await startTestDynamodb();
  await seedTenants(database.url, "dev");
});
afterAll(() => database.close());
afterEach(() => vi.unstubAllEnvs());

describe("the job that seals, as a Lambda", () => {
  it("seals yesterday of every tenant in the table", async () => {
    vi.stubEnv("ENVIRONMENT", "dev");
    vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", database.url);

    const report = await handler();

    expect(report).toMatchObject({ tenants: 2, failed: 0 });
    // Within a quarter of an hour after midnight the day before is not due yet.
    const day = Date.parse(utcDay(nowSeconds(wallClock) - 900 - 86_400)) / 86_400_000;
    const { Item } = await database.documents.send(
      new GetCommand({ TableName: "audit-log-dev", Key: { tenant_session: "EASTHOME#seal", seq: day } }),
    );
    expect(Item).toMatchObject({ entries: 0 });
  });

  it("names the variable that is missing", async () => {
    vi.stubEnv("ENVIRONMENT", "");

    await expect(handler()).rejects.toThrow("ENVIRONMENT is not set");
  });
});
