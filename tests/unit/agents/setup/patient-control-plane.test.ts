import { describe, expect, it } from "vitest";
import type { ControlPlane } from "#agents/setup/control-plane.ts";
import { createPatientControlPlane } from "#agents/setup/patient-control-plane.ts";
import { instantPace } from "#tests/builders/setup-world.ts";

const error = (name: string, message = "", more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });
const throttled = error("ThrottlingException");
const broken = error("InternalServerException", "", { $metadata: { httpStatusCode: 500 } });
const roleUnknown = error("AccessDeniedException", "The caller is not authorized to perform: iam:PassRole");

/** A control plane whose calls fail so, one after another, and then go well. */
function failing(...errors: Error[]) {
  const pace = instantPace();
  const calls: string[] = [];
  const answer = (method: string) => async () => {
    calls.push(method);
    const thrown = errors.shift();
    if (thrown) throw thrown;
    return { agentId: "AGENT00001" };
  };
  const methods = ["getAgent", "createAgent", "updateAlias", "deleteAgent", "deleteAlias", "prepareAgent"];
  const plane = Object.fromEntries(
    methods.map((method) => [method, answer(method)]),
  ) as unknown as ControlPlane;
  return { plane: createPatientControlPlane(plane, pace), calls, pace };
}

const spec = { name: "pf360-notes-dev" } as Parameters<ControlPlane["createAgent"]>[0];

describe("the patient control plane", () => {
  it("answers what the call answers, with the pauses growing in between", async () => {
    const { plane, pace } = failing(throttled, throttled, throttled);
    expect(await plane.createAgent(spec, "token")).toEqual({ agentId: "AGENT00001" });
    expect(pace.slept).toEqual([500, 1_000, 2_000]);
  });

  it("gives up after the time of the reason, with the service's error", async () => {
    const { plane, pace } = failing(...Array(1_000).fill(throttled));
    await expect(plane.getAgent("AGENT00001")).rejects.toBe(throttled);
    expect(pace.slept.reduce((sum, ms) => sum + ms)).toBe(120_000);
  });

  it("waits a minute for a new role, and then says what it needs", async () => {
    const { plane, pace } = failing(...Array(1_000).fill(roleUnknown));
    await expect(plane.createAgent(spec, "token")).rejects.toMatchObject({
      code: "role_refused",
      cause: roleUnknown,
    });
    expect(pace.slept.reduce((sum, ms) => sum + ms)).toBe(60_000);
  });

  it("explains the maintenance mode at once", async () => {
    const refused = error("AccessDeniedException", "Bedrock Agents is in Maintenance Mode.");
    const { plane, calls } = failing(refused);
    await expect(plane.createAgent(spec, "token")).rejects.toMatchObject({ code: "maintenance_mode" });
    expect(calls).toHaveLength(1);
  });

  it("never repeats an interrupted call that would cut a second version", async () => {
    const cutting = failing(broken);
    await expect(cutting.plane.updateAlias("AGENT00001", "ALIAS00001", { name: "live" })).rejects.toBe(
      broken,
    );
    expect(cutting.calls).toHaveLength(1);

    const pointing = failing(broken);
    await pointing.plane.updateAlias("AGENT00001", "ALIAS00001", { name: "live", version: "3" });
    expect(pointing.calls).toHaveLength(2);
  });

  it("takes what is not there for deleted", async () => {
    const absent = error("ResourceNotFoundException");
    const { plane } = failing(broken, absent);
    expect(await plane.deleteAgent("AGENT00001", false)).toBeUndefined();
    const other = failing(absent);
    await expect(other.plane.prepareAgent("AGENT00001")).rejects.toBe(absent);
  });

  it("gives each reason its own time", async () => {
    const { plane } = failing(...Array(30).fill(throttled).slice(0, 14), roleUnknown);
    expect(await plane.createAgent(spec, "token")).toEqual({ agentId: "AGENT00001" });
  });
});
