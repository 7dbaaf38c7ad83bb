import { describe, expect, it } from "vitest";
import type { ModelRequest } from "#local/model/model.ts";
import { chatRequest } from "#local/model/openai-compatible/chat-request.ts";

function ask(change: Partial<ModelRequest>) {
  return chatRequest("some-model", {
    system: "You help.",
    messages: [],
    tools: [],
    signal: new AbortController().signal,
    ...change,
  });
}

describe("a request of chat completions", () => {
  it("asks for a stream with usage, and has no tools where none are offered", () => {
    expect(ask({ messages: [{ role: "user", content: [{ text: "Hello" }] }] })).toEqual({
      model: "some-model",
      stream: true,
      stream_options: { include_usage: true },
      messages: [
        { role: "system", content: "You help." },
        { role: "user", content: "Hello" },
      ],
    });
  });

  it("gives each tool's result a message of its own, right behind the calls", () => {
    const { messages } = ask({
      system: "",
      messages: [
        {
          role: "assistant",
          content: [
            { toolUse: { toolUseId: "a", name: "one", input: { x: "1" } } },
            { toolUse: { toolUseId: "b", name: "two", input: {} } },
          ],
        },
        {
          role: "user",
          content: [
            { text: "Go on." },
            { toolResult: { toolUseId: "a", content: [{ text: "A" }, { text: "B" }] } },
            { toolResult: { toolUseId: "b", content: [{ text: "no" }], status: "error" } },
          ],
        },
      ],
    });

    expect(messages).toEqual([
      {
        role: "assistant",
        content: null,
        tool_calls: [
          { id: "a", type: "function", function: { name: "one", arguments: '{"x":"1"}' } },
          { id: "b", type: "function", function: { name: "two", arguments: "{}" } },
        ],
      },
      { role: "tool", tool_call_id: "a", content: "AB" },
      { role: "tool", tool_call_id: "b", content: "Error: no" },
      { role: "user", content: "Go on." },
    ]);
  });

  it("offers tools as functions", () => {
    const inputSchema = { type: "object", properties: {} };

    expect(ask({ tools: [{ name: "POST__g__one", description: "One.", inputSchema }] }).tools).toEqual([
      {
        type: "function",
        function: { name: "POST__g__one", description: "One.", parameters: inputSchema },
      },
    ]);
  });

  it.each(["", "with space", "dotted.name", "x".repeat(65)])("refuses a tool by the name '%s'", (name) => {
    expect(() => ask({ tools: [{ name, description: "", inputSchema: {} }] })).toThrow(
      expect.objectContaining({ exception: "validationException" }),
    );
  });
});
