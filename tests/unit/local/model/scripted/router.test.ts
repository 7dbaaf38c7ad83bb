import { describe, expect, it } from "vitest";
import { printTurn } from "#layer/domain/session-context.ts";
import { type ModelMessage, routingPromptOpening } from "#local/model/model.ts";
import { createScriptedModel } from "#local/model/scripted/scripted-model.ts";
import { sampleContext } from "#tests/builders/scripted-dialogue.ts";

const agents = ["scheduling", "information", "notes", "chitchat"];
const user = (words: string): ModelMessage => ({
  role: "user",
  content: [{ text: printTurn(sampleContext, words) }],
});
const said = (text: string): ModelMessage => ({ role: "assistant", content: [{ text }] });

/** What the scripted model answers when it is to route these messages. */
async function routeOf(
  messages: ModelMessage[],
  { last, known = agents }: { last?: string; known?: string[] } = {},
) {
  const system = [
    routingPromptOpening,
    ...known.map((name) => `- ${name}: something`),
    ...(last === undefined ? [] : [`The last agent was ${last}.`]),
  ].join("\n");
  const signal = new AbortController().signal;
  const events = await Array.fromAsync(createScriptedModel().stream({ system, messages, tools: [], signal }));
  return events.flatMap((event) => (event.type === "text-delta" ? [event.text] : [])).join("");
}

describe("the router", () => {
  it.each([
    ["I want to schedule my flooring", "<a>scheduling</a>"],
    ["who is my technician?", "<a>information</a>"],
    ["hello!", "<a>chitchat</a>"],
    ["what is the status of my windows, and book the floor", "<a>undecidable</a>"],
    ["please leave a note", "<a>undecidable</a>"],
  ])("sends %j to %s", async (words, choice) => {
    expect(await routeOf([user(words)])).toBe(choice);
  });

  it("keeps to the agent that asked", async () => {
    const messages = [user("book my flooring"), said("Which date suits you?"), user("the second one")];

    expect(await routeOf(messages, { last: "scheduling" })).toBe("<a>keep_previous_agent</a>");
  });

  it("cannot decide a follow-up when it does not know who was asked", async () => {
    const messages = [user("book my flooring"), said("Which date suits you?"), user("hm, that one")];

    expect(await routeOf(messages)).toBe("<a>undecidable</a>");
  });

  it("names nobody whom the prompt does not offer", async () => {
    expect(await routeOf([user("who is my technician?")], { known: ["scheduling"] })).toBe(
      "<a>undecidable</a>",
    );
  });
});

describe("the session in an action's input", () => {
  const list = (properties: object) => ({
    name: "POST__scheduling-actions__list_projects",
    description: "",
    inputSchema: { type: "object", properties },
  });
  const ask = async (messages: ModelMessage[], properties: object) => {
    const signal = new AbortController().signal;
    const request = { system: "", messages, tools: [list(properties)], signal };
    return Array.fromAsync(createScriptedModel().stream(request));
  };

  it("is the context's where the action takes one", async () => {
    const [call] = await ask([user("what projects do I have?")], { session_id: { type: "string" } });

    expect(call).toMatchObject({ type: "tool-use", input: { session_id: sampleContext.sessionId } });
  });

  it.each([
    ["the action takes none", [user("what projects do I have?")], {}],
    [
      "the turn has no context",
      [{ role: "user" as const, content: [{ text: "what projects do I have?" }] }],
      { session_id: { type: "string" } },
    ],
  ])("is left out when %s", async (_, messages, properties) => {
    const [call] = await ask(messages, properties);

    expect(call).toMatchObject({ type: "tool-use", input: {} });
    expect(call).not.toHaveProperty("input.session_id");
  });

  it("does not make the model call the action again", async () => {
    const name = "POST__scheduling-actions__list_projects";
    const input = { session_id: sampleContext.sessionId };
    const reply = { outcome: "ok", result: { projects: [] } };
    const messages: ModelMessage[] = [
      user("what projects do I have?"),
      { role: "assistant", content: [{ toolUse: { toolUseId: "t", name, input } }] },
      {
        role: "user",
        content: [{ toolResult: { toolUseId: "t", content: [{ text: JSON.stringify(reply) }] } }],
      },
    ];

    const events = await ask(messages, { session_id: { type: "string" } });

    expect(events.at(-1)).toMatchObject({ type: "stop", stopReason: "end_turn" });
  });
});
