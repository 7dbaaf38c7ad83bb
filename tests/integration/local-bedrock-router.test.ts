import { describe, expect, it } from "vitest";
import type { FrozenAgent } from "#local/bedrock/agent-registry.ts";
import { routingPromptOpening, sendMessageTool } from "#local/model/model.ts";
import {
  agents,
  agentsThat,
  ask,
  lookUp,
  namesOf,
  openWorld,
  say,
  type WorldOptions,
} from "./local-bedrock-world.ts";

const asRouter = (known: readonly FrozenAgent[]) =>
  known.map((agent) =>
    agent.collaborators.length > 0 ? { ...agent, collaboration: "SUPERVISOR_ROUTER" as const } : agent,
  );

const world = (options: WorldOptions) => openWorld({ agents: asRouter(agents), ...options });

const chooses = (answer: string) => [[answer]];
const textsOf = (messages: { role: string; content: object[] }[] | undefined) =>
  (messages ?? []).map(({ role, content }) => [
    role,
    ...content.flatMap((block) => ("text" in block ? [block.text] : [])),
  ]);

describe("a supervisor-router", () => {
  it("hands the customer's words to the one that the classifier names, whose answer is the answer", async () => {
    const { client, events, model } = await world({
      plays: { [routingPromptOpening]: chooses("<a>specialist</a>"), specialist: [lookUp, ["At ten."]] },
    });

    const { text, traces } = await say(client, { enableTrace: true });

    expect(text).toBe("At ten.");
    expect(events[0]).toMatchObject({ inputText: "When can you come?", agent: { name: "specialist" } });
    expect(model.requests).toHaveLength(3);
    expect(model.requests[0]).toMatchObject({ tools: [], system: expect.stringContaining("- specialist:") });
    expect(namesOf(traces)).toEqual([
      "supervisor routingClassifierTrace.modelInvocationInput",
      "supervisor routingClassifierTrace.modelInvocationOutput",
      "supervisor routingClassifierTrace.invocationInput",
      "specialist orchestrationTrace.modelInvocationInput",
      "specialist orchestrationTrace.modelInvocationOutput",
      "specialist orchestrationTrace.invocationInput",
      "specialist orchestrationTrace.observation",
      "specialist orchestrationTrace.modelInvocationInput",
      "specialist orchestrationTrace.modelInvocationOutput",
      "specialist orchestrationTrace.observation",
      "supervisor routingClassifierTrace.observation",
      "supervisor routingClassifierTrace.observation",
    ]);
    const [input, output] = traces.map(({ trace }) => trace?.routingClassifierTrace);
    expect(input?.modelInvocationInput?.type).toBe("ROUTING_CLASSIFIER");
    expect(output?.modelInvocationOutput).toMatchObject({
      metadata: { usage: { inputTokens: 7, outputTokens: 3 } },
      rawResponse: { content: expect.stringContaining("<a>specialist</a>") },
    });
  });

  it("streams the collaborator's answer as it is written", async () => {
    const { client } = await world({
      plays: { [routingPromptOpening]: chooses("<a>specialist</a>"), specialist: [["At ", "ten."]] },
    });

    const { text, chunks } = await say(client, { streamingConfigurations: { streamFinalResponse: true } });

    expect(text).toBe("At ten.");
    expect(chunks).toHaveLength(2);
  });

  it.each(["<a>undecidable</a>", "undecidable", "<a>nobody</a>", "", "<a>keep_previous_agent</a>"])(
    "works as any supervisor when the classifier says %j at the start",
    async (choice) => {
      const { client } = await world({
        plays: {
          [routingPromptOpening]: chooses(choice),
          supervisor: [ask(), ["It is at ten."]],
          specialist: [["ten"]],
        },
      });

      const { text, traces } = await say(client, { enableTrace: true });

      expect(text).toBe("It is at ten.");
      expect(namesOf(traces).slice(1, 3)).toEqual([
        "supervisor routingClassifierTrace.modelInvocationOutput",
        "supervisor orchestrationTrace.modelInvocationInput",
      ]);
    },
  );

  it("keeps to the agent of before, whose session goes on", async () => {
    const { client, events, model } = await world({
      plays: {
        [routingPromptOpening]: [["<a>specialist</a>"], ["<a>keep_previous_agent</a>"]],
        specialist: [lookUp, ["ten"], lookUp, ["eleven"]],
      },
    });

    await say(client);
    const second = await say(client, { inputText: "and later?" });

    expect(second.text).toBe("eleven");
    expect(events[1]?.sessionId).toBe(events[0]?.sessionId);
    const classified = model.requests.filter(({ system }) => system.startsWith(routingPromptOpening));
    expect(classified[1]?.system).toContain("The last agent was specialist.");
    expect(textsOf(classified[1]?.messages)).toEqual([
      ["user", "When can you come?"],
      ["assistant", "ten"],
      ["user", "and later?"],
    ]);
  });

  it("remembers a routed turn as one that it asked the collaborator in", async () => {
    const { client, model } = await world({
      plays: {
        [routingPromptOpening]: [["<a>specialist</a>"], ["<a>undecidable</a>"]],
        specialist: [["ten"]],
        supervisor: [["As I said."]],
      },
    });

    await say(client);
    await say(client);

    expect(model.requests.at(-1)?.messages[1]?.content).toEqual([
      {
        toolUse: {
          toolUseId: expect.any(String),
          name: sendMessageTool,
          input: { recipient: "specialist", content: "When can you come?" },
        },
      },
    ]);
  });

  it("is suspended by a routed collaborator's returnControl and goes on after it", async () => {
    const { client, events } = await world({
      agents: asRouter(agentsThat({ confirm: ["get_time_slots"] })),
      plays: { [routingPromptOpening]: chooses("<a>specialist</a>"), specialist: [lookUp, ["At ten."]] },
    });

    const { control } = await say(client);
    const { text } = await say(client, {
      inputText: undefined,
      sessionState: {
        invocationId: control?.invocationId,
        returnControlInvocationResults: [
          {
            apiResult: {
              actionGroup: "slots",
              apiPath: "/get_time_slots",
              httpMethod: "POST",
              agentId: "SPEC000001",
              confirmationState: "CONFIRM",
            },
          },
        ],
      },
    });

    expect(control?.invocationInputs?.[0]?.apiInvocationInput?.collaboratorName).toBe("specialist");
    expect(text).toBe("At ten.");
    expect(events).toHaveLength(1);
  });
});

describe("what was said before", () => {
  const supervisors = (known: readonly FrozenAgent[], relayConversationHistory: boolean) =>
    known.map((agent) => ({
      ...agent,
      collaborators: agent.collaborators.map((one) => ({ ...one, relayConversationHistory })),
    }));

  it.each([
    [
      true,
      [
        ["user", "Hello."],
        ["assistant", "Good day."],
        ["user", "times?"],
      ],
    ],
    [false, [["user", "times?"]]],
  ])("reaches a collaborator with relay %s as words alone", async (relay, expected) => {
    const { client, model } = await world({
      agents: supervisors(agents, relay),
      plays: { supervisor: [["Good day."], ask(), ["At ten."]], specialist: [["ten"]] },
    });

    await say(client, { inputText: "Hello." });
    await say(client);

    const asked = model.requests.find(({ system }) => system.startsWith("specialist"));
    expect(textsOf(asked?.messages)).toEqual(expected);
  });

  it("is told by sessionState.conversationHistory, for that turn", async () => {
    const { client, model } = await world({ agents, plays: { supervisor: [["Yes."]] } });
    const messages = [
      { role: "user" as const, content: [{ text: "I am moving." }] },
      { role: "assistant" as const, content: [{ text: "I see." }, { text: "Where to?" }] },
    ];

    await say(client, { sessionState: { conversationHistory: { messages } } });
    await say(client);

    expect(textsOf(model.requests[0]?.messages)).toEqual([
      ["user", "I am moving."],
      ["assistant", "I see.", "Where to?"],
      ["user", "When can you come?"],
    ]);
    expect(model.requests[1]?.messages).toHaveLength(3);
  });

  it("is refused when it begins with the assistant", async () => {
    const { client } = await world({ agents, plays: { supervisor: [["Yes."]] } });
    const messages = [{ role: "assistant" as const, content: [{ text: "I see." }] }];

    const { error } = await say(client, { sessionState: { conversationHistory: { messages } } });

    expect(error).toMatchObject({ name: "ValidationException" });
  });
});
