import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { createDynamodbTenantDirectory } from "#layer/tenants/dynamodb-tenant-directory.ts";
import { east } from "#tests/builders/bff.ts";
import { settableClock } from "#tests/builders/clock.ts";

/** A table that holds one tenant and counts how often it is asked. */
function scene() {
  const clock = settableClock();
  const table = { reads: 0 };
  const documents = {
    async send({ input }: { input: { ExpressionAttributeValues?: Record<string, unknown> } }) {
      table.reads += 1;
      return { Items: input.ExpressionAttributeValues?.[":key"] === east.public_key ? [east] : [] };
    },
  } as unknown as DynamoDBDocumentClient;
  const directory = createDynamodbTenantDirectory({ documents, tableName: "tenants-dev", clock });
  const guess = async (many: number) => {
    for (let tried = 0; tried < many; tried += 1) await directory.getByPublicKey(`pk_guess_${tried}`);
  };
  return { clock, table, directory, guess };
}

describe("the tenants' table", () => {
  it("is asked once in five seconds for each key, be there such a tenant or not", async () => {
    const { clock, table, directory, guess } = scene();

    for (let asked = 0; asked < 3; asked += 1) {
      expect(await directory.getByPublicKey(east.public_key)).toEqual(east);
      await guess(10);
    }
    expect(table.reads).toBe(11);
    clock.advance(5);
    await directory.getByPublicKey(east.public_key);

    expect(table.reads).toBe(12);
  });

  it("fills no memory for somebody who guesses keys: a thousand are kept, then none", async () => {
    const { table, directory, guess } = scene();
    await directory.getByPublicKey(east.public_key);
    await guess(999);
    await directory.getByPublicKey(east.public_key);
    expect(table.reads).toBe(1_000);

    await guess(1_000);

    expect(await directory.getByPublicKey(east.public_key)).toEqual(east);
    expect(table.reads).toBe(1_002);
  });
});
