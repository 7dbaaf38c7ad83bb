import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createRequestLog } from "#local/pf360/request-log.ts";

describe("the log of requests", () => {
  it("holds the bearer only as its hash", () => {
    const log = createRequestLog();
    const hash = createHash("sha256").update("secret.bearer.here").digest("hex");

    log.add({
      at: "2026-11-23T15:00:00.000Z",
      method: "GET",
      path: "/a",
      query: {},
      headers: { authorization: "Bearer secret.bearer.here", client_id: "EASTHOME" },
      body: null,
    });

    expect(log.all()[0]).toMatchObject({
      headers: { authorization: `Bearer sha256:${hash}`, client_id: "EASTHOME" },
      status: null,
    });
    expect(JSON.stringify(log.all())).not.toContain("secret");
  });

  it("forgets the oldest beyond five thousand", () => {
    const log = createRequestLog();
    for (let index = 0; index < 5002; index++) {
      log.add({ at: "", method: "GET", path: `/${index}`, query: {}, headers: {}, body: null });
    }

    expect(log.all()).toHaveLength(5000);
    expect(log.all()[0]?.path).toBe("/2");
  });
});
