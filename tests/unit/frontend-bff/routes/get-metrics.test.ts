import { describe, expect, it } from "vitest";
import { chatRequest, testBff } from "#tests/builders/bff.ts";
import { testKeyRing } from "#tests/builders/key-rings.ts";

function scene() {
  const operatorRing = testKeyRing("o1", "o2");
  const bff = testBff({ overrides: { operatorRing } });
  const metrics = (bearer?: string) =>
    bff.app.request(
      "/api/metrics",
      bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } },
    );
  return { ...bff, operatorRing, metrics };
}

const texts = async (ring: ReturnType<typeof testKeyRing>) =>
  (await ring.all()).map(({ key }) => Buffer.from(key).toString("base64url"));

describe("GET /api/metrics", () => {
  it("shows what was counted to the holder of any key of the operators' ring", async () => {
    const { app, metrics, operatorRing, signIn } = scene();
    await (await app.request("/api/chat", chatRequest(await signIn(), "Hello."))).text();
    await app.request("/api/chat", { method: "POST", headers: { authorization: "Bearer a.b.c" } });
    await app.request("/api/nothing-there");

    for (const key of await texts(operatorRing)) {
      const response = await metrics(key);
      const lines = (await response.text()).split("\n");

      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
      expect(lines).toContain('pf360_security_events_total{event="token_refused"} 1');
      expect(lines).toContain('pf360_http_requests_total{route="/api/chat",method="POST",status="2xx"} 1');
      expect(lines).toContain('pf360_http_requests_total{route="/api/chat",method="POST",status="4xx"} 1');
      expect(lines).toContain('pf360_http_requests_total{route="unknown",method="any",status="4xx"} 1');
      expect(lines).toContain('pf360_turns_total{outcome="completed"} 1');
    }
  });

  it("answers everybody else with the one 401, byte for byte, and counts them", async () => {
    const { app, metrics, operatorRing, signIn, dependencies } = scene();
    const { token, manage_token } = await signIn();
    const [key = ""] = await texts(operatorRing);
    const plain = await (await app.request("/api/chat", { method: "POST" })).text();
    const wrong = [
      token,
      manage_token,
      "bearer-EASTHOME-1001",
      `${key}A`,
      key.slice(1),
      key.toLowerCase(),
      "o1",
    ];

    const everybodyElse = [undefined, ...wrong];
    for (const bearer of everybodyElse) {
      const response = await metrics(bearer);

      expect(response.status).toBe(401);
      expect(await response.text()).toBe(plain);
    }
    expect(dependencies.counters.read()[0]?.values).toContainEqual({
      labels: { event: "operator_refused" },
      value: everybodyElse.length,
    });
  });

  it("is nobody's when there is no ring", async () => {
    const { app } = testBff();

    const response = await app.request("/api/metrics", { headers: { authorization: "Bearer undefined" } });

    expect(response.status).toBe(401);
  });

  it("holds nothing that a client wrote", async () => {
    const { app, metrics, operatorRing } = scene();
    await app.request("/api/secret-path?token=secret-token", {
      method: "SECRET",
      headers: { origin: "https://secret.example.com", authorization: "Bearer secret" },
    });
    const [key = ""] = await texts(operatorRing);

    expect(await (await metrics(key)).text()).not.toMatch(/secret/i);
  });
});
