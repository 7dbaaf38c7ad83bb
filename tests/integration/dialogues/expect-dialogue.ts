import { describe, expect, it } from "vitest";
import type { Stage } from "#infra/stages.ts";
import { type RunningSystem, startRunningSystem } from "#tests/builders/running-system.ts";
import type { Dialogue, Turn } from "./dialogue.ts";
import { bookOf, type PlayedTurn, playDialogue } from "./play-dialogue.ts";

const isWrite = (line: string | RegExp) =>
  /^\^?(confirm_appointment|cancel_appointment|add_note)\b/.test(source(line));
const source = (line: string | RegExp) => (typeof line === "string" ? line : line.source);

/**
 * Plays a dialogue with PF360 over HTTP and in process, with the agents as `setup-agents` makes them for either kind of
 * supervisor, with and without Bedrock's own confirmation, and in dry run where it books or cancels. Asserts on the actions,
 * their arguments and the simulator's book, never on prose.
 */
export function expectDialogue(dialogue: Dialogue): void {
  describe(dialogue.title, () => {
    it.each<[string, SystemChoice]>([
      ["PF360 over HTTP (USE_REAL_API=true)", { sampleData: false }],
      ["PF360 in process (USE_REAL_API=false)", { sampleData: true }],
      ["with a supervisor that routes", agentsMade({ collaboration: "SUPERVISOR_ROUTER" })],
      ["asked by Bedrock as well", agentsMade({ bedrockConfirmation: true })],
      [
        "with a supervisor that routes, asked by Bedrock as well",
        agentsMade({ collaboration: "SUPERVISOR_ROUTER", bedrockConfirmation: true }),
      ],
    ])("reaches its goal, %s", async (_, choice) => {
      await using running = await start(choice);
      const { system } = running;
      const before = bookOf(system);

      const played = await playDialogue(dialogue, { system, customerId: dialogue.customerId });

      expect(played.map(resultOf)).toEqual(
        dialogue.turns.map((turn, index) => wantedOf(turn, played[index])),
      );
      expectNothingInvented(played);
      expect(changes(before, bookOf(system))).toEqual(wantedChanges(dialogue));
      if (!choice.sampleData) expect(writesSent(system)).toBe(countOfWrites(dialogue));
    });

    if (!dialogue.booked && !dialogue.cancelled) return;
    it("books and cancels nothing in dry run", async () => {
      await using running = await start({ dryRun: true });
      const { system } = running;
      const before = bookOf(system);

      await playDialogue(dialogue, { system, customerId: dialogue.customerId });

      const written = system.actions.filter(({ action }) => /^(confirm|cancel)_appointment$/.test(action));
      expect(written.map(({ outcome }) => outcome)).toContain("dry_run");
      expect(written.map(({ outcome }) => outcome)).not.toContain("ok");
      expect(bookOf(system).appointments).toEqual(before.appointments);
      expect(writesSent(system)).toBe(dialogue.noted?.length ?? 0);
    });
  });
}

type SystemChoice = NonNullable<Parameters<typeof startRunningSystem>[0]>;

function agentsMade(settings: Partial<Stage>): SystemChoice {
  return { sampleData: true, bedrock: { settings } };
}

async function start(options: SystemChoice) {
  const system = await startRunningSystem(options);
  return { system, [Symbol.asyncDispose]: () => system.close() };
}

/** A turn as it was, for a message that shows at which words a dialogue left its way. */
function resultOf({ said, answer, lines }: PlayedTurn) {
  return { said, error: answer.error, lines };
}

/** The turn as it was where everything that was wanted is in it, else what was wanted. */
function wantedOf({ calls = [] }: Turn, played: PlayedTurn | undefined) {
  const lines = played?.lines ?? [];
  const writes = withoutRepeats(lines.filter(isWrite));
  const wantedWrites = calls.filter(isWrite);
  const isMet =
    holdsInOrder(lines, calls) && writes.length === wantedWrites.length && holdsInOrder(writes, wantedWrites);
  return { said: played?.said, error: undefined, lines: isMet ? lines : calls };
}

/** The same question asked again is one question. */
function withoutRepeats(lines: readonly string[]): string[] {
  return lines.filter((line, index) => line !== lines[index - 1]);
}

function holdsInOrder(lines: readonly string[], calls: readonly (string | RegExp)[]): boolean {
  let from = 0;
  return calls.every((call) => {
    const found = lines.findIndex(
      (line, index) => index >= from && (typeof call === "string" ? line === call : call.test(line)),
    );
    from = found + 1;
    return found >= 0;
  });
}

/** What goes into an action is the customer's own words or what an action answered before. */
function expectNothingInvented(played: readonly PlayedTurn[]): void {
  let known = "";
  for (const { said, seen } of played) {
    known += ` ${said.toLowerCase()}`;
    for (const { action, arguments: given, reply } of seen) {
      for (const [name, value] of Object.entries(given)) {
        if (name === "session_id") continue;
        expect(known, `${action}: ${name}`).toContain(String(value).toLowerCase());
      }
      known += ` ${JSON.stringify(reply.result ?? {}).toLowerCase()}`;
    }
  }
}

function changes(before: ReturnType<typeof bookOf>, after: ReturnType<typeof bookOf>) {
  const old = new Set(before.notes.map(({ id }) => id));
  return {
    booked: after.appointments.filter((line) => !before.appointments.includes(line)),
    cancelled: before.appointments.filter((line) => !after.appointments.includes(line)),
    noted: after.notes.filter(({ id }) => !old.has(id)).map(({ on, text }) => ({ on, text })),
  };
}

function wantedChanges({ customerId, booked = [], cancelled = [], noted = [] }: Dialogue) {
  const own = (line: string) => `${customerId} ${line}`;
  return {
    booked: booked.map(own),
    cancelled: cancelled.map(own),
    noted: noted.map(({ on, holds }) => ({ on: own(on), text: expect.stringContaining(holds) })),
  };
}

function writesSent({ pf360 }: RunningSystem): number {
  return pf360.requests().filter(({ path }) => /\/(schedule|cancel-[a-z]+|add)(\/|$)/.test(path)).length;
}

function countOfWrites({ booked = [], cancelled = [], noted = [], turns }: Dialogue): number {
  const refused = turns.flatMap(({ calls = [] }) => calls).filter((call) => /slot_taken$/.test(source(call)));
  return booked.length + cancelled.length + noted.length + refused.length;
}
