import type { ContentBlock, ModelMessage } from "#local/model/model.ts";

/** Conversations one after another, neighbours of one role made one: a model takes roles in turn only. */
export function joined(...parts: (readonly ModelMessage[])[]): ModelMessage[] {
  const all: ModelMessage[] = [];
  for (const { role, content } of parts.flat()) {
    const last = all.at(-1);
    if (last?.role === role) all[all.length - 1] = { role, content: [...last.content, ...content] };
    else all.push({ role, content });
  }
  return all;
}

/** What was said, without tool calls and their results: fit for a model that is given no tools. */
export function spokenOnly(messages: readonly ModelMessage[]): ModelMessage[] {
  const spoken = messages.map(({ role, content }) => ({
    role,
    content: content.filter((block): block is Extract<ContentBlock, { text: string }> => "text" in block),
  }));
  return joined(spoken.filter(({ content }) => content.length > 0));
}
