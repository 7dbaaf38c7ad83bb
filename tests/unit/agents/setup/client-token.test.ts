import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientToken } from "#agents/setup/client-token.ts";

describe("clientToken", () => {
  it("has the form and the length that the service asks for", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (parts) => {
        const token = clientToken(...parts);
        expect(token).toMatch(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,256}$/);
        expect(token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it("is the same for the same parts, and another one for others", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, other) => {
        const isEqual = JSON.stringify(one) === JSON.stringify(other);
        expect(clientToken(...one) === clientToken(...other)).toBe(isEqual);
      }),
    );
  });

  it("tells parts apart that read the same when put together", () => {
    expect(clientToken("ab", "c")).not.toBe(clientToken("a", "bc"));
  });
});
