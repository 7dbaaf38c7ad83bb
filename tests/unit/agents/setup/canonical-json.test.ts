import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, canonicalSchema } from "#agents/setup/canonical-json.ts";

function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, turned(member)]),
  );
}

describe("canonical JSON", () => {
  it("is one text for all orders of the keys, and says the same", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        expect(canonicalJson(turned(plain))).toBe(canonicalJson(plain));
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
  });

  it("keeps the order of lists", () => {
    expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
  });

  it("leaves a schema that is no JSON as it stands", () => {
    expect(canonicalSchema("openapi: 3.0.0")).toBe("openapi: 3.0.0");
    expect(canonicalSchema('{"b": 1, "a": 2}')).toBe('{"a":2,"b":1}');
  });
});
