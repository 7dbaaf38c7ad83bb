import type { Model } from "#local/model/model.ts";

/** A model that says again whatever the customer said last, word for word, and calls nothing. */
export const echoModel: Model = {
  name: "echo",
  async *stream({ messages }) {
    const said = messages.findLast(({ role }) => role === "user")?.content ?? [];
    const text = said.map((block) => ("text" in block ? block.text : "")).join("");
    // The context is ours; an answer that holds it counts as leaked mark-up.
    yield { type: "text-delta", text: text.replace(/<session_context>.*<\/session_context>\s*/s, "") };
    yield { type: "stop", stopReason: "end_turn", usage: { inputTokens: 1, outputTokens: 1 } };
  },
};
