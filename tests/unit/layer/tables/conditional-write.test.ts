import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { isWritten, unlessConditionFails } from "#layer/tables/conditional-write.ts";

const refused = () =>
  Promise.reject(
    new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} }),
  );

describe("a conditional write", () => {
  it("answers what the table answered, or undefined when its condition did not hold", async () => {
    expect(await unlessConditionFails(async () => ({ Attributes: { turn: 2 } }))).toEqual({
      Attributes: { turn: 2 },
    });
    expect(await unlessConditionFails(refused)).toBeUndefined();
  });

  it("is made or not", async () => {
    expect(await isWritten(async () => ({}))).toBe(true);
    expect(await isWritten(refused)).toBe(false);
  });

  it("throws whatever else goes wrong", async () => {
    const broken = () => Promise.reject(new RangeError("elsewhere"));

    await expect(unlessConditionFails(broken)).rejects.toThrow(RangeError);
    await expect(isWritten(broken)).rejects.toThrow(RangeError);
  });
});
