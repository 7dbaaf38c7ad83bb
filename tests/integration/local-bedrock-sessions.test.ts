import { describe, expect, it } from "vitest";
import { ask, asSaid, lookUp, openWorld, say, stop } from "./local-bedrock-world.ts";

describe("a session", () => {
  const plays = { supervisor: [["Yes."]] };
  const heardBy = ({ requests }: { requests: { messages: unknown[] }[] }) =>
    requests.map(({ messages }) => messages.length);

  it("remembers earlier turns under its id, and only there", async () => {
    const { client, model } = await openWorld({ plays });

    await say(client);
    await say(client);
    await say(client, { sessionId: "another" });

    expect(heardBy(model)).toEqual([1, 3, 1]);
    expect(model.requests[1]?.messages[1]).toEqual({ role: "assistant", content: [{ text: "Yes." }] });
  });

  it("is forgotten when idle for longer than the agent allows", async () => {
    const { client, model, clock } = await openWorld({ plays });

    await say(client);
    clock.advance(599);
    await say(client);
    clock.advance(600);
    await say(client);

    expect(heardBy(model)).toEqual([1, 3, 1]);
  });

  it("is forgotten by endSession, with its collaborators'", async () => {
    const { client, model, events } = await openWorld({
      plays: { supervisor: [ask(), ["a"], ask(), ["b"]], specialist: [lookUp, ["x"], lookUp, ["y"]] },
    });

    await say(client);
    const ended = await say(client, { endSession: true, inputText: undefined });
    await say(client);

    expect(ended.error).toBeUndefined();
    expect(heardBy(model)).toEqual([1, 1, 3, 3, 1, 1, 3, 3]);
    expect(events[1]?.sessionId).not.toBe(events[0]?.sessionId);
  });

  it("learns nothing of a turn that failed", async () => {
    const failing = async function* () {
      yield { type: "text-delta" as const, text: "half" };
      throw new Error("broken");
    };
    const { client, model } = await openWorld({ plays: { supervisor: [failing, ["Yes."]] } });

    const { error } = await say(client);
    await say(client);

    expect(error).toMatchObject({ name: "DependencyFailedException", resourceName: "Amazon Bedrock" });
    expect(heardBy(model)).toEqual([1, 1]);
  });

  it("takes one turn at a time", async () => {
    const gate = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const { client } = await openWorld({
      plays: {
        supervisor: [
          async function* () {
            began.resolve();
            await gate.promise;
            yield { type: "text-delta", text: "First." };
            yield stop();
          },
        ],
      },
    });

    const first = say(client);
    await began.promise;
    const second = await say(client);
    gate.resolve();

    expect(second.error).toMatchObject({ name: "ConflictException" });
    expect((await first).text).toBe("First.");
  });
});

describe("an agent that does not come to an end", () => {
  it("apologises after ten model calls, a failureTrace before", async () => {
    const { client, model } = await openWorld({
      plays: { supervisor: [[{ call: "no_such_tool", input: {} }]] },
    });

    const { text, traces } = await say(client, { enableTrace: true });

    expect(model.requests).toHaveLength(10);
    expect(text).toBe("Sorry, I am unable to assist you with this request.");
    expect(traces.at(-1)?.trace?.failureTrace?.failureReason).toBe("Max iterations exceeded");
    expect(traces[2]?.trace?.orchestrationTrace?.observation).toMatchObject({
      type: "REPROMPT",
      repromptResponse: { source: "PARSER" },
    });
  });

  it("apologises when agents call each other too deep", async () => {
    const down = asSaid(ask()).map((said) =>
      typeof said === "string" ? said : { ...said, input: { ...said.input, recipient: "again" } },
    );
    const { client, traces } = await (async () => {
      const { client } = await openWorld({ plays: { loop: [down, down, down, ["Enough."]] } });
      return { client, ...(await say(client, { agentId: "LOOP000001", enableTrace: true })) };
    })();

    const failures = traces.filter(({ trace }) => trace?.failureTrace);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.callerChain).toHaveLength(4);
    expect((await say(client, { agentId: "LOOP000001" })).text).toBe("Enough.");
  });
});
