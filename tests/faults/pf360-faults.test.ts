import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { OutcomeCode } from "#layer/domain/outcomes.ts";
import { faultBody } from "#local/pf360/faults.ts";
import { watchBook } from "#tests/builders/book-watch.ts";
import type { Plotted } from "#tests/builders/traitor-model.ts";
import { startTraitorScene, type TraitorScene, victims } from "#tests/builders/traitor-scene.ts";

/** PF360 failing under the whole system. Its time limit here is one second. */
let scene: TraitorScene;
beforeAll(async () => {
  scene = await startTraitorScene({ apiTimeoutSeconds: 1 });
});
afterAll(() => scene.system.close());
beforeEach(() => scene.reset());

const [east, west] = victims;
const never = 600_000;
const words = "NullPointerException at line 42";

type Expected = Record<"read" | "confirm" | "cancel" | "note", OutcomeCode>;
const all = (outcome: OutcomeCode): Expected => ({
  read: outcome,
  confirm: outcome,
  cancel: outcome,
  note: outcome,
});
/** A read that failed has changed nothing; of a write that may have reached PF360 nobody knows. */
const lost: Expected = { ...all("unknown_outcome"), read: "upstream_down" };
const refused: Expected = all("not_allowed");

interface FaultClass {
  name: string;
  fault: Record<string, unknown>;
  expected: Expected;
  /** Whether PF360 has carried the write out all the same, by the time the tests look. */
  isCarriedOut?: boolean;
}

const faultClasses: FaultClass[] = [
  { name: "401", fault: { status: 401 }, expected: all("reauth_required") },
  { name: "403", fault: { status: 403 }, expected: all("reauth_required") },
  { name: "404", fault: { status: 404 }, expected: all("not_found") },
  { name: "400", fault: { status: 400, body: { message: words } }, expected: refused },
  { name: "409", fault: { status: 409 }, expected: { ...refused, confirm: "slot_taken" } },
  { name: "429", fault: { status: 429 }, expected: all("upstream_busy") },
  { name: "500", fault: { status: 500, body: { message: words } }, expected: lost },
  { name: "502", fault: { status: 502, body: "<html>Bad Gateway</html>" }, expected: lost },
  { name: "503", fault: { status: 503 }, expected: lost },
  {
    name: "500 after the commit",
    fault: { status: 500, commit_after_ms: 0 },
    expected: lost,
    isCarriedOut: true,
  },
  {
    name: "504 and a commit afterwards",
    fault: { status: 504, commit_after_ms: 300 },
    expected: lost,
    isCarriedOut: true,
  },
  {
    name: "200 with an error inside",
    fault: { status: 200, body: { error: words, message: words, data: null }, commit_after_ms: never },
    expected: { ...refused, read: "upstream_down" },
  },
  {
    name: "200 without an answer",
    fault: { status: 200, body: {}, commit_after_ms: never },
    expected: lost,
  },
  {
    name: "200 with garbage, after the commit",
    fault: { status: 200, body: '{"data": tru' },
    expected: lost,
    isCarriedOut: true,
  },
  { name: "302 to elsewhere", fault: { status: 302 }, expected: lost, isCarriedOut: true },
  { name: "a cut before the commit", fault: { cut: "before" }, expected: lost },
  { name: "a cut after the commit", fault: { cut: "after" }, expected: lost, isCarriedOut: true },
  {
    name: "a cut within the answer",
    fault: { cut: "after", body: '{"message":"Appointment sched' },
    expected: lost,
    isCarriedOut: true,
  },
  {
    name: "an answer that comes too late",
    fault: { delay_ms: 2_500 },
    expected: lost,
    isCarriedOut: true,
  },
  {
    name: "silence",
    fault: { delay_ms: 2_500, status: 503 },
    expected: lost,
  },
];

const paths = {
  read: "/dashboard/*",
  confirm: "/scheduler/*/schedule",
  cancel: "/scheduler/*/cancel-*",
  note: "/project-notes/add/*",
};

describe.each(faultClasses)("PF360 answers $name", ({ fault, expected, isCarriedOut = false }) => {
  const strike = (path: string) =>
    scene.system.pf360.faults.add(faultBody.parse({ match: { path }, times: 9, ...fault }));

  it(`a read tells ${expected.read}`, async () => {
    const { customer, chosen } = await scene.offered(east);
    const [changes, since] = [watchBook(scene.system), scene.system.actions.length];

    strike(paths.read);
    scene.model.plot(
      [[{ action: "get_project_status", input: { project_id: chosen.project_id } }]],
      "information",
    );
    const answer = await customer.say("How is my project?");

    expect(scene.outcomes(since)).toEqual([`get_project_status ${expected.read}`]);
    expect(changes().writes).toEqual([]);
    expect(answer.raw).not.toContain(words);
    expect(answer.error?.code).toBe(expected.read === "reauth_required" ? "reauth_required" : undefined);
  });

  it.each([
    { write: "confirm", victim: east },
    { write: "cancel", victim: east },
    // The other tenant cancels at another endpoint.
    { write: "cancel", victim: west },
  ] as const)(
    "a $write of $victim.tenant is sent once, told as what is known of it, and not again on the same yes",
    async ({ write, victim }) => {
      const { customer, ...calls } = await scene.offered(victim);
      const changes = watchBook(scene.system);
      const call: Plotted = calls[write]();

      scene.model.plot([[call]]);
      await customer.say("Please.");
      const since = scene.system.actions.length;
      strike(paths[write]);
      scene.model.plot([[call], [call]]);
      const answer = await customer.click(true);
      if (isCarriedOut) await vi.waitUntil(() => changes().booked.length + changes().cancelled.length > 0);

      const [first, ...others] = scene.outcomes(since);
      expect(first).toBe(`${call.action} ${expected[write]}`);
      expect(others).not.toContain(`${call.action} ok`);
      const { writes, booked, cancelled } = changes();
      expect(writes).toHaveLength(1);
      const touched = isCarriedOut ? 1 : 0;
      expect({ booked: booked.length, cancelled: cancelled.length }).toEqual(
        write === "confirm" ? { booked: touched, cancelled: 0 } : { booked: 0, cancelled: touched },
      );
      expect(answer.raw).not.toContain(words);
    },
  );

  it(`a note is sent once and told as ${expected.note}`, async () => {
    const { customer, chosen } = await scene.offered(east);
    const [changes, since] = [watchBook(scene.system), scene.system.actions.length];

    strike(paths.note);
    const input = { project_id: chosen.project_id, note_text: "The bell is broken." };
    scene.model.plot([[{ action: "add_note", input }]], "notes");
    await customer.say("Please note it.");

    expect(scene.outcomes(since)).toEqual([`add_note ${expected.note}`]);
    expect(changes().writes).toHaveLength(1);
  });
});

describe("a booking of unknown outcome", () => {
  it("stands exactly once in the book, and a second try finds it there", async () => {
    const { customer, confirm } = await scene.offered(east);
    const changes = watchBook(scene.system);

    scene.model.plot([[confirm()]]);
    await customer.say("Please.");
    scene.system.pf360.faults.add(faultBody.parse({ match: { path: paths.confirm }, cut: "after" }));
    const since = scene.system.actions.length;
    await customer.click(true);
    await customer.say("Did it go through? Once more please.");
    await customer.say("yes");

    expect(scene.outcomes(since)).toEqual([
      "confirm_appointment unknown_outcome",
      "confirm_appointment not_allowed",
      "confirm_appointment not_allowed",
    ]);
    expect(changes().booked).toHaveLength(1);
    expect(changes().writes).toHaveLength(1);
  });

  it("is asked about afresh when it did not go through, and a new yes books it once", async () => {
    const { customer, confirm } = await scene.offered(east);
    const changes = watchBook(scene.system);

    scene.model.plot([[confirm()]]);
    await customer.say("Please.");
    scene.system.pf360.faults.add(faultBody.parse({ match: { path: paths.confirm }, cut: "before" }));
    await customer.click(true);
    const nothing = changes().booked;
    const asked = await customer.say("Did it go through? Once more please.");
    await customer.click(true);

    expect(nothing).toEqual([]);
    expect(asked.confirmation?.state).toBe("shown");
    expect(changes().booked).toHaveLength(1);
  });

  it("is sent once when two requests bring the yes at the same moment and PF360 is slow", async () => {
    const { customer, confirm } = await scene.offered(east);
    const changes = watchBook(scene.system);

    scene.model.plot([[confirm()], [confirm()]]);
    const { confirmation } = await customer.say("Please.");
    scene.system.pf360.faults.add(faultBody.parse({ match: { path: paths.confirm }, delay_ms: 400 }));
    const yes = () =>
      customer.post(customer.bodyOf("Yes.", { confirmation: { id: confirmation?.id, approved: true } }));
    const statuses = (await Promise.all([yes(), yes()])).map(({ status }) => status);
    await vi.waitUntil(() => changes().booked.length > 0);

    expect(statuses.sort()).toEqual([200, 409]);
    expect(changes().writes).toHaveLength(1);
    expect(changes().booked).toHaveLength(1);
  });
});
