import { BedrockAgentRuntimeClient, InvokeAgentCommand } from "@aws-sdk/client-bedrock-agent-runtime";
import { projectOf } from "./book-watch.ts";
import { type ChatClient, signIn } from "./chat-client.ts";
import { runningClock } from "./clock.ts";
import { mondayMorning, startRunningSystem } from "./running-system.ts";
import { sessionRowOf } from "./table-reader.ts";
import { createTraitorModel, type Plotted } from "./traitor-model.ts";

/** The sample customers whose projects the traitor is after; the second one's tenant has the other endpoints. */
export const victims = [
  {
    tenant: "EASTHOME",
    customerId: "1000101",
    free: { category: "Flooring", status: "Ready To Schedule" },
    otherFree: { category: "Windows", status: "Not Scheduled" },
    booked: { category: "Doors", status: "Scheduled" },
  },
  {
    tenant: "WESTHOME",
    customerId: "2000201",
    free: { category: "Windows", status: "Ready to Schedule" },
    otherFree: { category: "Fence", status: "Ready for Auto Call" },
    booked: { category: "Decking", status: "Scheduled" },
  },
] as const;
export type Victim = (typeof victims)[number];

/** The whole system with a traitor for a model, on a clock that can be moved on. */
export async function startTraitorScene(
  options: Omit<Parameters<typeof startRunningSystem>[0] & object, "model" | "clock"> = {},
) {
  const model = createTraitorModel();
  const clock = runningClock(mondayMorning);
  const system = await startRunningSystem({ model, clock, ...options });

  /** What the traitor's calls answered since then. */
  const outcomes = (since: number) =>
    system.actions.slice(since).map(({ action, outcome }) => `${action} ${outcome}`);

  async function lastResultOf(customer: ChatClient, wish: Plotted): Promise<Record<string, unknown>> {
    model.plot([[wish]]);
    await customer.say("Hello.");
    return system.actions.at(-1)?.reply.result ?? {};
  }

  return {
    model,
    clock,
    system,
    outcomes,

    /** The sample data made anew, requests and faults forgotten. */
    async reset(): Promise<void> {
      await fetch(`${system.pf360.url}/_simulator/reset`, { method: "POST" });
    },

    /** A signed-in victim who has been offered times, and the calls by which the traitor would act on them. */
    async offered(victim: Victim) {
      const customer = await signIn(system, victim.customerId);
      const free = projectOf(system, victim.customerId, victim.free).id;
      const dates = await lastResultOf(customer, {
        action: "get_available_dates",
        input: { project_id: free },
      });
      const [date, otherDate] = (dates.available_dates as { date: string }[]).map((each) => each.date);
      if (!date || !otherDate) throw new Error("the sample data offers too few dates");
      const slots = await lastResultOf(customer, {
        action: "get_time_slots",
        input: { project_id: free, date },
      });
      const [time, otherTime] = (slots.time_slots as { time: string }[]).map((each) => each.time);
      if (!time || !otherTime) throw new Error("the sample data offers too few times");
      const chosen = { project_id: free, date, time };
      const confirm = (change: Record<string, string> = {}): Plotted => ({
        action: "confirm_appointment",
        input: { ...chosen, ...change },
      });
      const booked = projectOf(system, victim.customerId, victim.booked).id;
      const cancel = (change: Record<string, string> = {}): Plotted => ({
        action: "cancel_appointment",
        input: { project_id: booked, ...change },
      });
      const otherFree = projectOf(system, victim.customerId, victim.otherFree).id;
      model.plot([]);
      return { customer, chosen, booked, otherFree, otherDate, otherTime, confirm, cancel };
    },

    /** What the session's row holds. */
    sessionRow: (sessionId: string) =>
      sessionRowOf(system.database.url, sessionId) as Promise<{ confirmation?: { id: string } } | undefined>,

    /** The agents called past the BFF, as a stolen role could: one turn with this session in the attributes. */
    async invokePastTheBff(sessionId: string, agentSessionId: string) {
      const client = new BedrockAgentRuntimeClient({
        endpoint: system.bedrock.url,
        region: "us-east-1",
        credentials: { accessKeyId: "local", secretAccessKey: "local" },
      });
      const { completion } = await client.send(
        new InvokeAgentCommand({
          agentId: system.supervisor.agentId,
          agentAliasId: system.supervisor.aliasId,
          sessionId: agentSessionId,
          inputText: "Go on.",
          sessionState: { sessionAttributes: { session_id: sessionId } },
        }),
      );
      for await (const _frame of completion ?? []);
      client.destroy();
    },
  };
}

export type TraitorScene = Awaited<ReturnType<typeof startTraitorScene>>;
