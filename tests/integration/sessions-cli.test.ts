import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wallClock } from "#layer/clock.ts";
import { runCli } from "#tests/builders/run-cli.ts";
import { type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";

let system: RunningSystem;

beforeAll(async () => {
  // The command tells the machine's time, so the system must too.
  system = await startRunningSystem({ clock: wallClock });
});
afterAll(() => system.close());

function run(...args: string[]) {
  return runCli("layer/sessions/cli.ts", args, { AWS_ENDPOINT_URL_DYNAMODB: system.database.url });
}

async function signIn(clientId: string, customerId: string) {
  const bearer = await system.pf360.issueToken({ clientId, customerId });
  const response = await fetch(`${system.url}/api/session`, {
    method: "POST",
    headers: { authorization: `Bearer ${bearer}` },
  });
  const { manage_token, refresh_token } = (await response.json()) as Record<string, string>;
  return {
    statuses: async () => {
      const read = await fetch(`${system.url}/api/session`, {
        headers: { authorization: `Bearer ${manage_token}` },
      });
      const refresh = await fetch(`${system.url}/api/session/refresh`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ refresh_token }),
      });
      return [read.status, refresh.status];
    },
  };
}

describe("npm run sessions", () => {
  it("signs out one customer, then a whole tenant, on the next request, and leaves all others in", async () => {
    const one = await signIn("EASTHOME", "1000101");
    const two = await signIn("EASTHOME", "1000102");
    const other = await signIn("WESTHOME", "2000201");

    const customer = await run("revoke", "--tenant", "EASTHOME", "--customer", "1000101", "--json");
    expect({ code: customer.code, err: customer.err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(customer.out)).toEqual({ isMarked: true, sessions: 1, families: 1 });
    expect([await one.statuses(), await two.statuses(), await other.statuses()]).toEqual([
      [401, 401],
      [200, 200],
      [200, 200],
    ]);

    const unasked = await run("revoke", "--tenant", "EASTHOME");
    expect([unasked.code, (await two.statuses())[0]]).toEqual([1, 200]);
    const tenant = await run("revoke", "--tenant", "EASTHOME", "--yes");
    expect(tenant.code).toBe(0);
    expect([await two.statuses(), await other.statuses()]).toEqual([
      [401, 401],
      [200, 200],
    ]);
    expect(await (await signIn("EASTHOME", "1000101")).statuses()).toEqual([200, 200]);
  });

  it("lists, and signs out one session by the hash that it lists", async () => {
    const mine = await signIn("WESTHOME", "2000202");
    const listed = await run("list", "--tenant", "WESTHOME", "--customer", "2000202", "--json");
    const [{ session } = { session: "" }] = (JSON.parse(listed.out) as { sessions: { session: string }[] })
      .sessions;

    const revoked = await run("revoke", "--tenant", "WESTHOME", "--session", session, "--json");

    expect(JSON.parse(revoked.out)).toEqual({ isMarked: false, sessions: 1, families: 1 });
    expect(await mine.statuses()).toEqual([401, 401]);
  });

  it("helps, and says what is wrong with an exit code", async () => {
    const [help, wrong] = [await run("--help"), await run("revoke")];

    expect([help.code, help.err]).toEqual([0, ""]);
    expect(help.out).toContain("npm run sessions");
    expect([wrong.code, wrong.out]).toEqual([1, ""]);
    expect(wrong.err).toContain("--tenant");
  });
});
