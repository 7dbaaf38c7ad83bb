import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ChatPart } from "#frontend-bff/stream/chat-part.ts";
import { encodeStream } from "#frontend-bff/stream/sse.ts";
import { type ReadEvent, readEventStream } from "#tests/builders/sse-reader.ts";

interface Vector {
  id: string;
  stream: string;
  events?: ReadEvent[];
}

const file = new URL("../../../../../shared/data/sse-wpt/sse_vectors.json", import.meta.url);

function vectors(): Vector[] {
  if (!existsSync(file)) throw new Error("shared/data/sse-wpt is missing beside the repository");
  return JSON.parse(readFileSync(file, "utf8")) as Vector[];
}

async function* parts(...texts: string[]): AsyncGenerator<ChatPart, void, void> {
  for (const delta of texts) yield { type: "text-delta", id: "t1", delta };
}

const delta = (text: string): ChatPart => ({ type: "text-delta", id: "t1", delta: text });
const readAll = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

describe("the test's own reader of event streams", () => {
  it.each(vectors().filter(({ events }) => events))("reads $id as browsers do", ({ stream, events }) => {
    const read = readEventStream(stream.replaceAll("<2048x>", "x".repeat(2048)));

    expect(read.events).toEqual(events);
  });
});

describe("the event stream", () => {
  it("numbers its frames from 0 and ends with [DONE]", async () => {
    const { events } = readEventStream(await readAll(encodeStream(parts("a", "b"))));

    expect(events).toEqual([
      { type: "message", id: "0", data: JSON.stringify(delta("a")) }, // id "0" is not empty
      { type: "message", id: "1", data: JSON.stringify(delta("b")) },
      { type: "message", id: "2", data: "[DONE]" },
    ]);
  });

  it("begins with a comment of two kilobytes", async () => {
    const { comments } = readEventStream(await readAll(encodeStream(parts("a"))));

    expect(comments[0]?.length).toBe(2048);
  });

  it("gives back exactly the text it was given, line ends, NUL, BOM and the standard's own examples included", async () => {
    const texts = [
      "\r",
      "\n\n",
      "\r\n",
      "\0",
      "\uFEFF",
      " data: x",
      "\u2028",
      "\uD800",
      ...vectors().map(({ stream }) => stream),
    ];

    const { events } = readEventStream(await readAll(encodeStream(parts(...texts))));

    const read = events.slice(0, -1).map(({ data }) => (JSON.parse(data) as { delta: string }).delta);
    expect(read).toEqual(texts);
  });

  it("gives back any text, however its bytes are cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "binary" }), { maxLength: 40 }), async (texts) => {
        const { events } = readEventStream(await readAll(encodeStream(parts(...texts))));

        expect(events.slice(0, -1).map(({ data }) => JSON.parse(data))).toEqual(texts.map(delta));
        expect(events.map(({ id }) => id)).toEqual(events.map((_event, index) => String(index)));
      }),
    );
  });

  it("does not read on while its reader is slow", async () => {
    let made = 0;
    async function* endless(): AsyncGenerator<ChatPart, void, void> {
      while (true) {
        made += 1;
        yield delta("x");
      }
    }

    const reader = encodeStream(endless()).getReader();
    await reader.read();
    await new Promise((resolve) => setImmediate(resolve));

    expect(made).toBeLessThan(20);
    await reader.cancel();
  });

  it("begins to work before anyone reads", async () => {
    let begun = false;
    async function* source(): AsyncGenerator<ChatPart, void, void> {
      begun = true;
      yield delta("x");
    }

    encodeStream(source());
    await new Promise((resolve) => setImmediate(resolve));

    expect(begun).toBe(true);
  });
});

describe("the event stream in time", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function silentSource() {
    const ended = { returned: false };
    const { promise, resolve } = Promise.withResolvers<void>();
    async function* source(): AsyncGenerator<ChatPart, void, void> {
      try {
        yield delta("a");
        await promise;
        yield delta("b");
      } finally {
        ended.returned = true;
      }
    }
    return { parts: source(), ended, goOn: resolve };
  }

  it("sends a heartbeat while the agent is silent, and none after the end", async () => {
    const { parts: source, goOn } = silentSource();
    const stream = encodeStream(source, { heartbeatMs: 10_000 });
    const reading = readAll(stream);
    await new Promise((resolve) => setImmediate(resolve));

    vi.advanceTimersByTime(25_000);
    goOn();
    const { comments, events } = readEventStream(await reading);

    expect(comments.slice(1)).toEqual([" hb", " hb"]);
    expect(events).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("stops the heartbeat, says so and returns the source when its reader goes", async () => {
    const { parts: source, ended, goOn } = silentSource();
    const onCancel = vi.fn(goOn);
    const reader = encodeStream(source, { onCancel }).getReader();
    await reader.read();

    await reader.cancel();
    await new Promise((resolve) => setImmediate(resolve));

    expect(onCancel).toHaveBeenCalledTimes(1);
    expect(ended.returned).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
