import { describe, expect, it } from "vitest";
import { readHostPage } from "../../../frontend/src/host-page.ts";

describe("readHostPage", () => {
  it("gives the host's key and token function", async () => {
    const host = readHostPage({ pf360: { publicKey: "pk_1", getToken: async () => "bearer" } });

    expect(host?.publicKey).toBe("pk_1");
    expect(await host?.getToken()).toBe("bearer");
  });

  it.each([
    ["nothing", {}],
    ["no token function", { pf360: { publicKey: "pk_1" } }],
    ["no key", { pf360: { getToken: async () => "bearer" } }],
    ["a token instead of a function", { pf360: { publicKey: "pk_1", getToken: "bearer" } }],
  ])("takes %s for no host", (_case, window) => {
    expect(readHostPage(window)).toBeUndefined();
  });
});
