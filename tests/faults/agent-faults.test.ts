import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Model } from "#local/model/model.ts";
import { watchBook } from "#tests/builders/book-watch.ts";
import { postJson } from "#tests/builders/chat-client.ts";
import { startTraitorScene, type TraitorScene, victims } from "#tests/builders/traitor-scene.ts";

/** The agents' side failing: Bedrock, a Lambda, the model; and a browser that does not stay. */
let scene: TraitorScene;
let beforeAction: () => Promise<unknown> | undefined;
/** Takes the model's place while it is there. */
let stream: Model["stream"] | undefined;
beforeEach(async () => {
  beforeAction = () => undefined;
  stream = undefined;
  scene = await startTraitorScene({
    // An action wants a second to answer before this, and two for a write.
    functionTimeoutMs: 3_500,
    wrapHandler: (_group, handler) => async (event, context) => {
      await beforeAction();
      return handler(event, context);
    },
  });
  const { model } = scene;
  const own = model.stream.bind(model);
  model.stream = (request) => (stream ?? own)(request);
});
afterEach(() => scene.system.close());

describe("the local Bedrock gone", () => {
  it("is agent_unavailable, may be tried again, and leaves the session free", async () => {
    const { customer } = await scene.offered(victims[0]);

    await scene.system.bedrock.close();
    const first = await customer.say("Hello.");
    const second = await customer.say("Hello.");

    for (const { status, error } of [first, second]) {
      expect(status).toBe(200);
      expect(error).toMatchObject({ code: "agent_unavailable", retryable: true });
    }
    expect((await fetch(`${scene.system.url}/api/health`)).status).toBe(200);
  });

  it("in mid-answer ends the stream with the same code, after what was said", async () => {
    const { customer } = await scene.offered(victims[0]);
    stream = async function* ({ tools }) {
      if (tools.length === 0) return;
      yield { type: "text-delta", text: "One moment" };
      await scene.system.bedrock.close();
    };

    const broken = await customer.say("Hello.");

    expect(broken.error).toMatchObject({ code: "agent_unavailable", retryable: true });
    expect(broken.parts.filter(({ type }) => type === "error")).toHaveLength(1);
    expect(broken.parts.at(-1)).toMatchObject({ type: "finish", finishReason: "error" });
  });
});

describe("a Lambda", () => {
  it("that hangs is given up on, and its turn ends as one that may be tried again", async () => {
    const { customer, confirm } = await scene.offered(victims[0]);
    const changes = watchBook(scene.system);

    scene.model.plot([[confirm()]]);
    beforeAction = () => new Promise(() => {});
    const broken = await customer.say("Book it.");
    beforeAction = () => undefined;
    const asked = await customer.say("Book it.");

    expect(broken.error).toMatchObject({ code: "agent_failed", retryable: true });
    expect(asked.confirmation?.state).toBe("shown");
    expect(changes().writes).toEqual([]);
  });

  it("that dies is the same", async () => {
    const { customer, confirm } = await scene.offered(victims[0]);

    scene.model.plot([[confirm()]]);
    beforeAction = () => Promise.reject(new Error("at /var/task/secret.js"));
    const broken = await customer.say("Book it.");

    expect(broken.error).toMatchObject({ code: "agent_failed", retryable: true });
    expect(broken.raw).not.toContain("secret.js");
    expect(scene.system.logLines.join("\n")).not.toContain("secret.js");
  });
});

describe("a model", () => {
  it.each([
    ["throws", () => Promise.reject(new Error("model secret"))],
    ["ends without a stop", () => Promise.resolve()],
  ])("that %s fails the turn, not the session", async (_, end) => {
    const { customer } = await scene.offered(victims[0]);

    // biome-ignore lint/correctness/useYield: it says nothing
    stream = async function* () {
      await end();
    };
    const broken = await customer.say("Hello.");
    stream = undefined;
    const answered = await customer.say("Hello.");

    expect(broken.error).toMatchObject({ code: "agent_failed", retryable: true });
    expect(broken.raw).not.toContain("model secret");
    expect(answered.error).toBeUndefined();
  });
});

describe("a browser that leaves in mid-stream", () => {
  it("ends the turn at the agents too, and can come back at once", async () => {
    const { customer } = await scene.offered(victims[0]);
    const heard = Promise.withResolvers<AbortSignal>();
    stream = async function* ({ signal }) {
      yield { type: "text-delta", text: "One moment" };
      heard.resolve(signal);
      await new Promise(() => {});
    };

    const leave = new AbortController();
    const response = await customer.post(customer.bodyOf("Hello."), leave.signal);
    await response.body?.getReader().read();
    const signal = await heard.promise;
    const whileRunning = await customer.say("Are you there?");
    leave.abort();
    await vi.waitUntil(() => signal.aborted);
    stream = undefined;
    const answered = await vi.waitUntil(async () => {
      const answer = await customer.say("Hello again.");
      return answer.status === 200 && answer;
    });

    expect(whileRunning.status).toBe(409);
    expect(JSON.parse(whileRunning.raw)).toMatchObject({ error: { code: "turn_running", retryable: true } });
    expect(answered.error).toBeUndefined();
  });

  it("after its yes does not undo or repeat the booking", async () => {
    const { customer, confirm } = await scene.offered(victims[0]);
    const changes = watchBook(scene.system);

    scene.model.plot([[confirm()], [confirm()]]);
    const { confirmation } = await customer.say("Book it.");
    const leave = new AbortController();
    const inAction = Promise.withResolvers<void>();
    beforeAction = async () => inAction.resolve();
    const body = customer.bodyOf("Yes.", { confirmation: { id: confirmation?.id, approved: true } });
    const response = await customer.post(body, leave.signal);
    await inAction.promise;
    leave.abort();
    await response.text().catch(() => {});
    const answered = await vi.waitUntil(async () => {
      const answer = await customer.send("Yes.", body);
      return answer.status === 200 && answer;
    });

    expect(answered.error).toBeUndefined();
    expect(changes().writes.length).toBeLessThanOrEqual(1);
    expect(changes().booked).toHaveLength(changes().writes.length);
  });
});

describe("two turns at once", () => {
  it("are one turn and a 409, on the stream and on the simple route", async () => {
    const { customer } = await scene.offered(victims[0]);
    const go = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    stream = async function* () {
      began.resolve();
      await go.promise;
      yield { type: "text-delta", text: "Hello." };
      yield { type: "stop", stopReason: "end_turn", usage: { inputTokens: 1, outputTokens: 1 } };
    };

    const first = customer.say("Hello.");
    await began.promise;
    const second = await customer.post(customer.bodyOf("Hello?"));
    const third = await postJson(`${scene.system.url}/api/chat/simple`, customer.token, {
      message: "Hello?",
    });
    go.resolve();

    expect([second.status, third.status]).toEqual([409, 409]);
    expect(await first).toMatchObject({ status: 200, error: undefined });
  });
});
