import { describe, expect, it } from "vitest";
import { testBff } from "#tests/builders/bff.ts";

describe("GET /api/config", () => {
  it("shows a tenant's public fields by its public key, and no others", async () => {
    const { app } = testBff();

    const response = await app.request("/api/config?t=pk_east_home");

    expect(await response.json()).toEqual({
      client_name: "east-home",
      display_name: "East Home",
      time_zone: "America/New_York",
      link_hosts: [],
      languages: ["en"],
      support_phone: "(212) 555-0140",
      support_email: "office@east-home.example.com",
      support_hours: "Monday to Friday 8 AM to 6 PM",
    });
  });

  it.each([
    ["an unknown key", "?t=pk_nobody", 404],
    ["a client id instead of a key", "?t=EASTHOME", 404],
    ["no key", "", 400],
  ])("refuses %s", async (_what, query, status) => {
    const { app } = testBff();

    expect((await app.request(`/api/config${query}`)).status).toBe(status);
  });
});

describe("GET /api/health", () => {
  it("answers without asking anyone", async () => {
    const { app } = testBff();

    expect(await (await app.request("/api/health")).json()).toEqual({ status: "ok" });
  });
});
