import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ToolCallDelta } from "#local/model/openai-compatible/chat-chunk.ts";
import { createToolCallAssembly } from "#local/model/openai-compatible/tool-call-assembly.ts";

function assemble(deltas: readonly ToolCallDelta[]) {
  const assembly = createToolCallAssembly();
  for (const delta of deltas) assembly.push(delta);
  return assembly.calls("call-3");
}

const call = (toolUseId: string, name: string, argumentsText: string) => ({ toolUseId, name, argumentsText });

describe("streamed tool calls", () => {
  it.each<[string, ToolCallDelta[], ReturnType<typeof call>[]]>([
    [
      "from one piece each, as some servers send them, all with the index 0",
      [
        { index: 0, id: "a", function: { name: "one", arguments: "{}" } },
        { index: 0, id: "b", function: { name: "two", arguments: '{"x":1}' } },
      ],
      [call("a", "one", "{}"), call("b", "two", '{"x":1}')],
    ],
    [
      "with id and name repeated in every piece",
      [
        { index: 0, id: "a", function: { name: "one", arguments: "{" } },
        { index: 0, id: "a", function: { name: "one", arguments: "}" } },
      ],
      [call("a", "one", "{}")],
    ],
    [
      "without an index: by id, or to the latest",
      [
        { id: "a", function: { name: "one", arguments: "{" } },
        { function: { arguments: "}" } },
        { id: "b", function: { name: "two" } },
        { id: "a", function: { arguments: " " } },
      ],
      [call("a", "one", "{} "), call("b", "two", "")],
    ],
    [
      "without an id, which they get by their position",
      [
        { index: 0, function: { name: "one", arguments: "{}" } },
        { index: 1, id: "", function: { name: "two", arguments: null } },
      ],
      [call("call-3-0", "one", "{}"), call("call-3-1", "two", "")],
    ],
  ])("are put together %s", (_, deltas, expected) => {
    expect(assemble(deltas)).toEqual(expected);
  });

  it("are the same however their arguments are cut and interleaved", () => {
    const pieces = fc.array(fc.string({ unit: "binary" }), { maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(pieces, { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        (all, picks) => {
          const queues: ToolCallDelta[][] = all.map((cuts, index) => [
            { index, id: `id-${index}`, function: { name: `tool-${index}` } },
            ...cuts.map((text) => ({ index, function: { arguments: text } })),
          ]);
          const begun = queues.flatMap((queue) => queue.splice(0, 1));
          const interleaved: ToolCallDelta[] = [];
          while (queues.some(({ length }) => length > 0)) {
            const open = queues.filter(({ length }) => length > 0);
            const pick = picks.next().value ?? 0;
            interleaved.push(...(open[pick % open.length]?.splice(0, 1) ?? []));
          }

          expect(assemble([...begun, ...interleaved])).toEqual(
            all.map((cuts, index) => call(`id-${index}`, `tool-${index}`, cuts.join(""))),
          );
        },
      ),
    );
  });
});
