import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "#tests/builders/chat-client.ts";
import { runCli } from "#tests/builders/run-cli.ts";
import { type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";

let system: RunningSystem;
let sessionId: string;

beforeAll(async () => {
  system = await startRunningSystem({ sampleData: true });
  ({ sessionId } = await signIn(system, "1000101"));
});
afterAll(() => system.close());

/** `npm run agents` as a process of its own, with these lines on its standard input. */
function run(
  args: readonly string[],
  options: { on?: RunningSystem; lines?: string; session?: string } = {},
) {
  const { on = system, lines = "", session } = options;
  const env = {
    AWS_ENDPOINT_URL_BEDROCK_AGENT: on.bedrock.url,
    // Nobody is there: a session comes from the variable or not at all.
    PORT: "1",
    ...(session !== undefined && { AGENT_SESSION_ID: session }),
  };
  return runCli("agents/setup/agents-cli.ts", args, env, { lines });
}

const gradesOf = ({ out }: { out: string }) =>
  (JSON.parse(out) as { findings: { grade: string; what: string }[] }).findings.filter(
    ({ grade }) => grade !== "good",
  );

describe("agents -- chat", () => {
  it("shows which action is called with what, and never the session", async () => {
    const { code, out, err } = await run(["chat"], {
      lines: "Which projects do I have?\n\nWhen can you come for my flooring?\n",
      session: sessionId,
    });

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain('scheduling calls list_projects {"session_id":"(hidden)"}');
    expect(out).toMatch(/scheduling calls get_available_dates \{"project_id":"\d+"/);
    expect(out).not.toContain(sessionId);
    expect(out.match(/^agent>/gm)).toHaveLength(2);
  });

  it("speaks with one specialist, and without a session lets its actions say so", async () => {
    const { code, out } = await run(["chat", "--agent", "scheduling", "--say", "Which projects do I have?"]);

    expect(code).toBe(0);
    expect(out).toContain("No session");
    expect(out).toContain('"outcome":"reauth_required"');
  });

  it("names what is wrong in one line", async () => {
    const ends = await Promise.all([
      run(["chat", "--agent", "nobody", "--say", "Hi"]),
      run(["sing"]),
      run(["chat", "--env", "nowhere"]),
    ]);
    for (const { code, err } of ends) {
      expect(code).toBe(1);
      expect(err.trim().split("\n")).toHaveLength(1);
    }
  });
});

describe("agents -- doctor", () => {
  it("finds everything in order", async () => {
    const found = await run(["doctor", "--json"], { session: sessionId });

    expect(gradesOf(found)).toEqual([]);
    expect(found.code).toBe(0);
  });

  it("leaves open what it cannot see without a session", async () => {
    const found = await run(["doctor", "--json"]);

    expect(gradesOf(found)).toMatchObject([{ grade: "unknown" }]);
    expect(found.code).toBe(0);
  });

  it("finds that attributes do not reach a collaborator's Lambda", async () => {
    const other = await startRunningSystem({
      sampleData: true,
      bedrock: { switches: { attributesReachCollaborators: false } },
    });
    try {
      const customer = await signIn(other, "1000101");
      const found = await run(["doctor", "--json"], { on: other, session: customer.sessionId });

      expect(gradesOf(found)).toMatchObject([{ grade: "bad", what: expect.stringContaining("attributes") }]);
      expect(found.code).toBe(2);
    } finally {
      await other.close();
    }
  });
});
