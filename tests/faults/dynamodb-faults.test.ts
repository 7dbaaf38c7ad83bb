import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startEmbeddedDynamodb } from "#local/dynamodb/embedded-dynamodb.ts";
import { watchBook } from "#tests/builders/book-watch.ts";
import { startHttpProxy } from "#tests/builders/http-proxy.ts";
import { startTraitorScene, type TraitorScene, victims } from "#tests/builders/traitor-scene.ts";

/** The tables out of reach, from a moment that the test chooses. */
let database: Awaited<ReturnType<typeof startHttpProxy>>;
let scene: TraitorScene;
let beforeAction: () => void;
beforeEach(async () => {
  beforeAction = () => {};
  scene = await startTraitorScene({
    reach: async (part, url) => {
      if (part !== "dynamodb") return url;
      database = await startHttpProxy(url);
      return database.url;
    },
    wrapHandler: (_group, handler) => (event, context) => {
      beforeAction();
      return handler(event, context);
    },
  });
});
afterEach(async () => {
  await scene.system.close();
  database.close();
});

const health = async () => (await fetch(`${scene.system.url}/api/health`)).status;

describe("DynamoDB", () => {
  it("gone before a turn is a 5xx with a code, and the next turn works once it is back", async () => {
    const { customer } = await scene.offered(victims[0]);

    database.goDown();
    const refused = await customer.say("Hello.");
    const healthWhileDown = await health();
    database.comeBack();
    const answered = await customer.say("Hello.");

    expect(refused.status).toBe(503);
    expect(JSON.parse(refused.raw)).toMatchObject({ error: { code: "upstream_down", retryable: true } });
    expect(healthWhileDown).toBe(200);
    expect(answered).toMatchObject({ status: 200, error: undefined });
  });

  it("gone in mid-turn ends the turn with an error part, writes nothing, and leaves the session free", async () => {
    const { customer, confirm } = await scene.offered(victims[0]);
    const [changes, since] = [watchBook(scene.system), scene.system.actions.length];

    scene.model.plot([[confirm()]]);
    beforeAction = database.goDown;
    const broken = await customer.say("Book it.");
    const healthWhileDown = await health();
    beforeAction = () => {};
    database.comeBack();
    const asked = await customer.say("Book it.");

    expect(scene.outcomes(since)[0]).toBe("confirm_appointment upstream_down");
    expect(broken.status).toBe(200);
    expect(broken.error).toMatchObject({ code: "upstream_down", retryable: true });
    expect(broken.parts.at(-1)).toMatchObject({ type: "finish", finishReason: "error" });
    expect(healthWhileDown).toBe(200);
    expect(asked.confirmation?.state).toBe("shown");
    expect(changes().writes).toEqual([]);
  });

  it("gone when the yes is to be consumed books nothing", async () => {
    const { customer, confirm } = await scene.offered(victims[0]);
    const changes = watchBook(scene.system);

    scene.model.plot([[confirm()]]);
    await customer.say("Book it.");
    beforeAction = database.goDown;
    const broken = await customer.click(true);
    database.comeBack();

    expect(broken.error?.code).toBe("upstream_down");
    expect(changes().writes).toEqual([]);
  });

  it("gone between the booking and the end of the action does not unsay the booking", async () => {
    const { customer, confirm } = await scene.offered(victims[0]);
    const changes = watchBook(scene.system);
    const { engine } = scene.system;

    scene.model.plot([[confirm()]]);
    await customer.say("Book it.");
    const handle = engine.handle.bind(engine);
    engine.handle = (request, identity) => {
      if (request.method === "POST") database.goDown();
      return handle(request, identity);
    };
    const since = scene.system.actions.length;
    await customer.click(true);
    database.comeBack();

    expect(scene.outcomes(since)).toEqual(["confirm_appointment ok"]);
    expect(changes().booked).toHaveLength(1);
    expect(changes().writes).toHaveLength(1);
  });

  it("that never answers holds up no turn for good", async () => {
    const { customer } = await scene.offered(victims[0]);

    database.fallSilent();
    const refused = await customer.say("Hello.");
    database.comeBack();
    const answered = await customer.say("Hello.");

    expect(refused.status).toBe(503);
    expect(answered).toMatchObject({ status: 200, error: undefined });
  });
});

describe("the embedded DynamoDB", () => {
  it("closes in the middle of fifty requests without taking the process with it", async () => {
    const embedded = await startEmbeddedDynamodb({ port: 0, environment: "dev" });
    const leave = new AbortController();
    const request = () =>
      fetch(embedded.url, {
        method: "POST",
        signal: leave.signal,
        headers: {
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": "DynamoDB_20120810.UpdateItem",
          "x-amz-date": "20261130T150000Z",
          authorization:
            "AWS4-HMAC-SHA256 Credential=local/20261130/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
        },
        body: JSON.stringify({ TableName: "bedrock-sessions-dev", Key: { session_id: { S: "s" } } }),
      });

    const first = await request();
    const others = Array.from({ length: 50 }, () => request().catch(() => undefined));
    setTimeout(() => leave.abort(), 5);
    await embedded.close();
    await Promise.all(others);

    expect(first.status).toBe(200);
    await expect(fetch(embedded.url)).rejects.toThrow();
  });
});
