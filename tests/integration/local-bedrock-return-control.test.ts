import { describe, expect, it } from "vitest";
import {
  agentsThat,
  answerTo,
  approve,
  ask,
  type Heard,
  lambdaSays,
  lookUp,
  namesOf,
  openConfirmingWorld,
  orderTool,
  type Protocol,
  type Step,
  say,
  slotsTool,
  specialistIds,
  wholeWay,
} from "./local-bedrock-world.ts";

const no = (heard: Heard) => answerTo(heard.control, { confirmationState: "DENY" });
const toldModel = ({ requests }: { requests: { messages: { content: unknown[] }[] }[] }, index: number) =>
  requests[index]?.messages.at(-1)?.content;

describe.each<Protocol>(["h2c", "HTTP/1.1"])("an action to be confirmed, over %s", (protocol) => {
  it("is asked for in the collaborator's name before its Lambda runs, and the stream ends", async () => {
    const { client, events } = await openConfirmingWorld({}, protocol);

    const asked = await say(client, { enableTrace: true });

    expect(asked).toMatchObject({ text: "", chunks: [], error: undefined });
    expect(asked.control).toEqual({
      invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      invocationInputs: [
        {
          apiInvocationInput: {
            actionGroup: "slots",
            apiPath: "/get_time_slots",
            httpMethod: "POST",
            actionInvocationType: "USER_CONFIRMATION",
            agentId: "SPEC000001",
            collaboratorName: "specialist",
            parameters: [
              { name: "project_id", type: "string", value: "7" },
              { name: "date", type: "string", value: "Friday" },
            ],
          },
        },
      ],
    });
    expect(events).toHaveLength(0);
    expect(namesOf(asked.traces).slice(-2)).toEqual([
      "specialist orchestrationTrace.invocationInput",
      "supervisor orchestrationTrace.observation",
    ]);
    const [handed, told] = asked.traces.slice(-2).map(({ trace }) => trace?.orchestrationTrace);
    expect(handed?.invocationInput?.actionGroupInvocationInput).toMatchObject({
      executionType: "RETURN_CONTROL",
      invocationId: asked.control?.invocationId,
    });
    expect(told?.observation?.agentCollaboratorInvocationOutput?.output).toEqual({
      type: "RETURN_CONTROL",
      returnControlPayload: asked.control,
    });
  });

  it("runs after CONFIRM, and the turn goes on where it stopped", async () => {
    const { client, events, model } = await openConfirmingWorld({}, protocol);

    const asked = await say(client);
    const answered = await say(client, { ...approve(asked), enableTrace: true });

    expect(answered).toMatchObject({ text: "At ten.", control: undefined, error: undefined });
    expect(events).toHaveLength(1);
    expect(model.requests).toHaveLength(4);
    expect(namesOf(answered.traces)).toEqual([
      "supervisor orchestrationTrace.invocationInput",
      "specialist orchestrationTrace.invocationInput",
      "specialist orchestrationTrace.observation",
      "specialist orchestrationTrace.modelInvocationInput",
      "specialist orchestrationTrace.modelInvocationOutput",
      "specialist orchestrationTrace.observation",
      "supervisor orchestrationTrace.observation",
      "supervisor orchestrationTrace.modelInvocationInput",
      "supervisor orchestrationTrace.modelInvocationOutput",
      "supervisor orchestrationTrace.observation",
    ]);
    const input = answered.traces[0]?.trace?.orchestrationTrace?.invocationInput;
    expect(input?.agentCollaboratorInvocationInput?.input).toEqual({
      type: "RETURN_CONTROL",
      returnControlResults: { invocationId: asked.control?.invocationId },
    });
  });
});

describe("an action to be confirmed", () => {
  it("does not run after DENY, and the model is told so", async () => {
    const { client, events, model } = await openConfirmingWorld();

    const answered = await say(client, no(await say(client)));

    expect(answered).toMatchObject({ text: "At ten.", error: undefined });
    expect(events).toHaveLength(0);
    expect(toldModel(model, 2)).toEqual([
      { toolResult: { toolUseId: "t0", content: [{ text: expect.stringContaining("declined") }] } },
    ]);
  });

  it("asks of the invoked agent itself without a collaborator's name", async () => {
    const { client, events } = await openConfirmingWorld({ plays: { specialist: [lookUp, ["ten"]] } });
    const ids = { agentId: specialistIds.agentId, agentAliasId: specialistIds.aliasId };

    const asked = await say(client, ids);
    const answered = await say(client, {
      ...ids,
      ...answerTo(asked.control, { agentId: undefined, confirmationState: "CONFIRM" }),
    });

    const [input] = asked.control?.invocationInputs ?? [];
    expect(input?.apiInvocationInput).toMatchObject({ agentId: "SPEC000001" });
    expect(input?.apiInvocationInput).not.toHaveProperty("collaboratorName");
    expect(answered.text).toBe("ten");
    expect(events).toHaveLength(1);
  });

  it("is asked for together with the others of its step, and each runs as it was answered", async () => {
    const both: Step = [
      { call: slotsTool, input: { project_id: "7", date: "Friday" } },
      { call: orderTool, input: { items: [1] } },
      { call: slotsTool, input: { project_id: "8", date: "Monday" } },
    ];
    const { client, events } = await openConfirmingWorld({
      plays: { ...wholeWay, specialist: [both, ["done"]] },
    });

    const asked = await say(client);
    const consent = approve(asked);
    consent.sessionState.returnControlInvocationResults[1]?.apiResult &&
      Object.assign(consent.sessionState.returnControlInvocationResults[1].apiResult, {
        confirmationState: "DENY",
      });
    const answered = await say(client, consent);

    expect(asked.control?.invocationInputs).toHaveLength(2);
    expect(answered.text).toBe("At ten.");
    expect(events.map(({ apiPath }) => apiPath)).toEqual(["/get_time_slots", "/order"]);
  });

  it("may be asked for again and again in one turn", async () => {
    const { client, events } = await openConfirmingWorld({
      plays: { supervisor: [ask(), ["At ten."]], specialist: [lookUp, lookUp, ["ten"]] },
    });

    const first = await say(client);
    const second = await say(client, approve(first));
    const last = await say(client, approve(second));

    expect(second.control?.invocationId).not.toBe(first.control?.invocationId);
    expect(last.text).toBe("At ten.");
    expect(events).toHaveLength(2);
  });

  it("leaves the turn in the conversation once it is through", async () => {
    const { client, model } = await openConfirmingWorld({
      plays: { ...wholeWay, supervisor: [ask(), ["a"], ["b"]] },
    });

    await say(client, approve(await say(client)));
    await say(client);

    expect(model.requests.at(-1)?.messages).toHaveLength(5);
  });

  it("streams what comes after it to the one who answered", async () => {
    const { client } = await openConfirmingWorld({
      plays: { ...wholeWay, supervisor: [ask(), ["At ", "ten."]] },
    });

    const asked = await say(client);
    const streamed = await say(client, {
      ...approve(asked),
      streamingConfigurations: { streamFinalResponse: true },
    });

    expect(streamed.text).toBe("At ten.");
    expect(streamed.chunks).toHaveLength(2);
  });
});

describe("an action that the caller runs", () => {
  const returning = { agents: agentsThat({ returnControl: true, confirm: ["order"] }) };
  const bodyOf = (body: string) => ({ responseBody: { TEXT: { body } } });

  it("is handed over as RESULT, and its body is what the model sees", async () => {
    const { client, model, events } = await openConfirmingWorld(returning);

    const asked = await say(client);
    const answered = await say(client, answerTo(asked.control, bodyOf('{"slots":[]}')));

    expect(asked.control?.invocationInputs?.[0]?.apiInvocationInput?.actionInvocationType).toBe("RESULT");
    expect(answered.text).toBe("At ten.");
    expect(toldModel(model, 2)).toEqual([
      { toolResult: { toolUseId: "t0", content: [{ text: '{"slots":[]}' }] } },
    ]);
    expect(events).toHaveLength(0);
  });

  it("is handed over with its body, in Java's form, as USER_CONFIRMATION_AND_RESULT when it is to be confirmed", async () => {
    const order: Step = [{ call: orderTool, input: { items: [{ n: 1 }] } }];
    const { client } = await openConfirmingWorld({
      ...returning,
      plays: { ...wholeWay, specialist: [order, ["x"]] },
    });

    const asked = await say(client);
    const unanswered = await say(client, approve(asked));
    const denied = await say(client, no(asked));

    expect(asked.control?.invocationInputs?.[0]?.apiInvocationInput).toMatchObject({
      actionInvocationType: "USER_CONFIRMATION_AND_RESULT",
      parameters: [],
      requestBody: {
        content: {
          "application/json": { properties: [{ name: "items", type: "array", value: "[{n=1}]" }] },
        },
      },
    });
    expect(unanswered.error).toMatchObject({ name: "ValidationException" });
    expect(denied.text).toBe("At ten.");
  });

  it("ends the turn with a DependencyFailedException when it is said to have failed", async () => {
    const { client, model } = await openConfirmingWorld(returning);
    const asked = await say(client);

    const { error } = await say(client, answerTo(asked.control, { responseState: "FAILURE" }));

    expect(error).toMatchObject({ name: "DependencyFailedException", resourceName: "slots" });
    expect(model.requests).toHaveLength(2);
  });

  it("lets the model try again with REPROMPT", async () => {
    const { client, model } = await openConfirmingWorld(returning);
    const asked = await say(client);

    const { traces, text } = await say(client, {
      ...answerTo(asked.control, { responseState: "REPROMPT", ...bodyOf("Which year?") }),
      enableTrace: true,
    });

    expect(text).toBe("At ten.");
    expect(toldModel(model, 2)).toEqual([
      { toolResult: { toolUseId: "t0", content: [{ text: "Which year?" }] } },
    ]);
    expect(traces[1]?.trace?.orchestrationTrace?.observation).toMatchObject({
      type: "REPROMPT",
      repromptResponse: { text: "Which year?", source: "ACTION_GROUP" },
    });
  });
});

describe("the switch for returnControl behind a supervisor", () => {
  it("refuses the answer when it is off, and only behind a supervisor", async () => {
    const { client, events } = await openConfirmingWorld({
      plays: { ...wholeWay, specialist: [lookUp, lookUp, ["ten"]] },
      switches: { returnControlBehindSupervisor: "refused" },
      handler: async (event) => lambdaSays(event, {}),
    });
    const direct = { agentId: specialistIds.agentId, agentAliasId: specialistIds.aliasId };

    const behind = await say(client, approve(await say(client)));
    const alone = await say(client, { ...direct, ...approve(await say(client, direct)) });

    expect(behind.error).toMatchObject({ name: "ValidationException" });
    expect(alone.text).toBe("ten");
    expect(events).toHaveLength(1);
  });
});
