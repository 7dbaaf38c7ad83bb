import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { coerceArguments } from "#action-groups/coerce.ts";

const schema = z.strictObject({
  project_id: z.string(),
  count: z.number().optional(),
  urgent: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
  window: z.object({ from: z.string() }).optional(),
});

describe("coerceArguments", () => {
  it("brings Bedrock's strings to the schema's types", () => {
    const raw = { project_id: "123", count: "4", urgent: "True", tags: '["a"]', window: "{from=8}" };

    expect(coerceArguments(schema, raw)).toEqual({
      project_id: "123",
      count: 4,
      urgent: true,
      tags: ["a"],
      window: { from: "8" },
    });
  });

  it.each(["", " ", "\n\t", null, undefined])("counts %j as absent", (value) => {
    expect(coerceArguments(schema, { project_id: value })).toEqual({});
  });

  it("leaves a Gateway's typed JSON as it is, and writes a number for a string out", () => {
    expect(coerceArguments(schema, { project_id: 123, count: 4, tags: ["a"] })).toEqual({
      project_id: "123",
      count: 4,
      tags: ["a"],
    });
  });

  it("takes names with dashes, and counts empty strings and nulls as absent", () => {
    expect(coerceArguments(schema, { "project-id": "1", count: "", urgent: null })).toEqual({
      project_id: "1",
    });
  });

  it("leaves what it cannot bring over for the schema to refuse", () => {
    const coerced = coerceArguments(schema, { project_id: "1", count: "many", tags: "a, b", extra: "x" });

    expect(schema.safeParse(coerced).success).toBe(false);
    expect(coerced).toMatchObject({ count: "many", tags: "a, b", extra: "x" });
  });

  it("never throws, whatever is sent", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (raw) => void coerceArguments(schema, raw)),
    );
  });
});
