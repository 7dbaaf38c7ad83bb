import { describe, expect, it } from "vitest";
import * as z from "zod";
import { coerceArguments } from "#action-groups/coerce.ts";
import type { FrozenAgent } from "#local/bedrock/agent-registry.ts";
import { postProcessingPrompt, preProcessingPrompt } from "#local/bedrock/processing.ts";
import {
  agents,
  lambdaArn,
  namesOf,
  openWorld,
  orderTool,
  type Said,
  say,
  wholeWay,
} from "./local-bedrock-world.ts";

const with_ = (name: string, more: Partial<FrozenAgent>) =>
  agents.map((agent) => (agent.name === name ? { ...agent, ...more } : agent));

describe("what no document settles", () => {
  it.each([
    [true, { session_id: "s_1" }],
    [false, {}],
  ])("attributes reach collaborators: %s", async (attributesReachCollaborators, expected) => {
    const { client, events } = await openWorld({
      plays: wholeWay,
      switches: { attributesReachCollaborators },
    });

    await say(client, { sessionState: { sessionAttributes: { session_id: "s_1" } } });

    expect(events[0]?.sessionAttributes).toEqual(expected);
  });

  it("leaves the invoked agent's own Lambda its attributes, whatever its collaborators get", async () => {
    const { client, events } = await openWorld({
      plays: wholeWay,
      switches: { attributesReachCollaborators: false },
    });

    await say(client, {
      agentId: "SPEC000001",
      sessionState: { sessionAttributes: { session_id: "s_1" } },
    });

    expect(events[0]?.sessionAttributes).toEqual({ session_id: "s_1" });
  });

  it.each([
    ["java" as const, "[{name=a, count=2}]"],
    ["json" as const, '[{"name":"a","count":2}]'],
  ])("arrays come in the form %s, and the envelope reads both", async (arrays, value) => {
    const input = { items: [{ name: "a", count: 2 }], gift: true };
    const order: Said[] = [{ call: orderTool, input }];
    const { client, events } = await openWorld({
      plays: { ...wholeWay, specialist: [order, ["x"]] },
      switches: { arrays },
    });

    await say(client);

    const [items, gift] = events[0]?.requestBody?.content["application/json"]?.properties ?? [];
    expect(items).toEqual({ name: "items", type: "array", value });
    expect(gift).toEqual({ name: "gift", type: "boolean", value: "true" });
    const read = coerceArguments(z.object({ items: z.array(z.unknown()) }), { items: items?.value });
    expect(read).toEqual({ items: [{ name: "a", count: expect.toBeOneOf([2, "2"]) }] });
  });
});

describe("what is not allowed", () => {
  it("is a Lambda whose policy does not name the agent: the turn ends with a DependencyFailedException", async () => {
    const asked: string[][] = [];
    const { client, events } = await openWorld({
      plays: wholeWay,
      mayInvoke: (...call) => {
        asked.push(call);
        return false;
      },
    });

    const { error } = await say(client);

    expect(error).toMatchObject({
      name: "DependencyFailedException",
      message: expect.stringContaining(`Access denied while invoking Lambda function ${lambdaArn}.`),
    });
    expect(asked).toEqual([["arn:aws:bedrock:us-east-1:000000000000:agent/SPEC000001", lambdaArn]]);
    expect(events).toHaveLength(0);
  });

  it.each(["supervisor", "specialist"])("is to call a %s whose alias rejects invocations", async (name) => {
    const { client, events } = await openWorld({
      plays: wholeWay,
      agents: with_(name, { rejectsInvocations: true }),
    });

    const { error, text } = await say(client);

    expect(error).toMatchObject({ name: "ValidationException", message: expect.stringContaining("rejects") });
    expect(text).toBe("");
    expect(events).toHaveLength(0);
  });
});

describe("a guardrail", () => {
  const guarded = with_("supervisor", { guardrail: { id: "g1", version: "1" } });

  it("tells its look at the question and at the answer, first and last", async () => {
    const { client } = await openWorld({ plays: wholeWay, agents: guarded });

    const { traces } = await say(client, { enableTrace: true });

    const names = namesOf(traces);
    expect(names[0]).toBe("supervisor guardrailTrace");
    expect(names.at(-1)).toBe("supervisor guardrailTrace");
    expect(names.filter((name) => name.endsWith("guardrailTrace"))).toHaveLength(2);
    expect(traces[0]?.trace?.guardrailTrace).toMatchObject({ action: "NONE", inputAssessments: [] });
    expect(traces.at(-1)?.trace?.guardrailTrace).toMatchObject({ action: "NONE", outputAssessments: [] });
  });

  const answer = "Grüße aus 日本 👋🏽, ".repeat(12);
  it.each([
    [undefined, 50],
    [7, 7],
  ])("lets an answer through in pieces of applyGuardrailInterval %s characters", async (given, size) => {
    const { client } = await openWorld({ plays: { supervisor: [[...answer]] }, agents: guarded });

    const { text, chunks } = await say(client, {
      streamingConfigurations: { streamFinalResponse: true, applyGuardrailInterval: given },
    });

    expect(text).toBe(answer);
    // Each piece is cut once more, within its first character of several bytes.
    expect(chunks.length).toBeLessThanOrEqual(2 * Math.ceil(answer.length / size));
    expect(chunks.length).toBeGreaterThanOrEqual(Math.ceil(answer.length / size));
  });

  it("is not there without one, whatever the interval", async () => {
    const { client } = await openWorld({ plays: { supervisor: [["a", "b", "c"]] } });

    const { chunks } = await say(client, {
      streamingConfigurations: { streamFinalResponse: true, applyGuardrailInterval: 50 },
    });

    expect(chunks).toHaveLength(3);
  });
});

describe("pre- and post-processing", () => {
  const processed = with_("supervisor", { processing: ["PRE_PROCESSING", "POST_PROCESSING"] });
  const streaming = { enableTrace: true, streamingConfigurations: { streamFinalResponse: true } };

  it("stand round the orchestration, and the answer comes in one chunk", async () => {
    const { client, model } = await openWorld({
      agents: processed,
      plays: {
        [preProcessingPrompt]: [["<category>D</category>"]],
        supervisor: [["At ", "ten."]],
        [postProcessingPrompt]: [["<final_response>At ten, ", "dear.</final_response>"]],
      },
    });

    const { text, chunks, traces } = await say(client, streaming);

    expect(text).toBe("At ten, dear.");
    expect(chunks).toHaveLength(1);
    expect(namesOf(traces)).toEqual([
      "supervisor preProcessingTrace.modelInvocationInput",
      "supervisor preProcessingTrace.modelInvocationOutput",
      "supervisor orchestrationTrace.modelInvocationInput",
      "supervisor orchestrationTrace.modelInvocationOutput",
      "supervisor orchestrationTrace.observation",
      "supervisor postProcessingTrace.modelInvocationInput",
      "supervisor postProcessingTrace.modelInvocationOutput",
    ]);
    expect(traces[1]?.trace?.preProcessingTrace?.modelInvocationOutput).toMatchObject({
      parsedResponse: { isValid: true },
      metadata: { usage: { inputTokens: 7, outputTokens: 3 } },
    });
    expect(traces.at(-1)?.trace?.postProcessingTrace?.modelInvocationOutput).toMatchObject({
      parsedResponse: { text: "At ten, dear." },
    });
    expect(model.requests.map(({ tools }) => tools.length)).toEqual([0, 1, 0]);
  });

  it("refuse what the model sorts out, with the apology", async () => {
    const { client, model } = await openWorld({
      agents: processed,
      plays: { [preProcessingPrompt]: [["<category>A</category>"]], supervisor: [["never"]] },
    });

    const { text, traces } = await say(client, streaming);

    expect(text).toBe("Sorry, I am unable to assist you with this request.");
    expect(traces[1]?.trace?.preProcessingTrace?.modelInvocationOutput?.parsedResponse?.isValid).toBe(false);
    expect(model.requests.some(({ system }) => system.startsWith("supervisor"))).toBe(false);
  });

  it("leave the answer as it was when the model does not mark its own", async () => {
    const { client } = await openWorld({
      agents: processed,
      plays: { supervisor: [["At ten."]], [postProcessingPrompt]: [["Shall I?"]] },
    });

    expect((await say(client)).text).toBe("At ten.");
  });
});
