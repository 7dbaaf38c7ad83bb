import { describe, expect, it } from "vitest";
import type { LogFields } from "#layer/observability/log.ts";
import { BedrockServiceError } from "#local/bedrock/service-error.ts";
import { loggedModel } from "#local/model/logged-model.ts";

async function linesOf(thrown: Error, signal = new AbortController().signal) {
  const lines: [string, LogFields | undefined][] = [];
  const model = {
    name: "broken",
    // biome-ignore lint/correctness/useYield: it fails before its first event
    async *stream() {
      throw thrown;
    },
  };
  const logged = loggedModel(model, (_level, event, fields) => lines.push([event, fields]));
  const request = { system: "", messages: [], tools: [], signal };
  await expect(Array.fromAsync(logged.stream(request))).rejects.toBe(thrown);
  return lines;
}

describe("a logged model", () => {
  it("tells code and sentence of an error of ours", async () => {
    const error = new BedrockServiceError("throttlingException", "The model server takes no more requests.");

    expect(await linesOf(error)).toEqual([
      ["model-failed", { code: "throttlingException", reason: "The model server takes no more requests." }],
    ]);
  });

  it("tells of any other error the class alone", async () => {
    expect(await linesOf(new TypeError("a customer's words"))).toEqual([
      ["model-failed", { error: "TypeError" }],
    ]);
  });

  it("says nothing of a turn that was aborted", async () => {
    expect(await linesOf(new Error("aborted"), AbortSignal.abort())).toEqual([]);
  });
});
