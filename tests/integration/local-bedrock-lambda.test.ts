import { describe, expect, it } from "vitest";
import {
  ask,
  lambdaSays,
  lookUp,
  openWorld,
  orderTool,
  say,
  type startWorld,
  wholeWay,
} from "./local-bedrock-world.ts";

describe("what an action's Lambda is handed", () => {
  it("is strings throughout, arrays in Java's form, in the body where the schema has one", async () => {
    const input = { items: [{ name: "a", count: 2 }], gift: true, unknown: "dropped" };
    const { client, events } = await openWorld({
      plays: { supervisor: wholeWay.supervisor, specialist: [[{ call: orderTool, input }], ["ok"]] },
    });

    await say(client);

    expect(events[0]?.parameters).toEqual([]);
    expect(events[0]?.requestBody).toEqual({
      content: {
        "application/json": {
          properties: [
            { name: "items", type: "array", value: "[{name=a, count=2}]" },
            { name: "gift", type: "boolean", value: "true" },
          ],
        },
      },
    });
  });

  it("is the session's attributes, not the prompt's, and keeps what the Lambda returned", async () => {
    const { client, events } = await openWorld({
      plays: {
        supervisor: [ask(), ["a"], ask(), ["b"]],
        specialist: [lookUp, ["x"], lookUp, ["y"]],
      },
      handler: async (event) =>
        lambdaSays(event, {}, { sessionAttributes: { ...event.sessionAttributes, seen: "yes" } }),
    });

    await say(client, {
      sessionState: { sessionAttributes: { session_id: "s_1" }, promptSessionAttributes: { mood: "good" } },
    });
    await say(client);

    expect(events.map(({ sessionAttributes }) => sessionAttributes)).toEqual([
      { session_id: "s_1" },
      { session_id: "s_1", seen: "yes" },
    ]);
    expect(events.map(({ promptSessionAttributes }) => promptSessionAttributes)).toEqual([{}, {}]);
  });

  it("is a session id of the collaborator's own, stable within the supervisor's session", async () => {
    const { client, events } = await openWorld({
      plays: {
        supervisor: [ask(), ["a"], ask(), ["b"], ask(), ["c"]],
        specialist: [lookUp, ["x"], lookUp, ["y"], lookUp, ["z"]],
      },
    });

    for (const sessionId of ["sess-1", "sess-1", "sess-2"]) await say(client, { sessionId });

    const [first, second, other] = events.map(({ sessionId }) => sessionId);
    expect(first).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });
});

describe("a Lambda that fails", () => {
  const cases: [string, Parameters<typeof startWorld>[0]["handler"]][] = [
    ["throws", () => Promise.reject(new Error("secret 555-0100"))],
    ["takes too long", () => new Promise(() => {})],
    ["answers something else", async () => ({ statusCode: 200, body: "{}" })],
    ["answers for another path", async (event) => lambdaSays({ ...event, apiPath: "/other" }, {})],
    ["answers with a body that is no string", async (event) => malformedBody(event)],
  ];
  it.each(cases)("and %s ends the turn with a DependencyFailedException", async (_, handler) => {
    const { client, model } = await openWorld({
      plays: { supervisor: [ask(), ["never"]], specialist: [lookUp, ["never"]] },
      ...(handler && { handler }),
      timeoutMs: 40,
    });

    const { error, text } = await say(client);

    expect(error).toMatchObject({ name: "DependencyFailedException", resourceName: "Lambda" });
    expect(String(error)).not.toContain("555-0100");
    expect(text).toBe("");
    expect(model.requests).toHaveLength(2);
  });
});

function malformedBody(event: Parameters<typeof lambdaSays>[0]) {
  const answer = lambdaSays(event, {});
  return {
    ...answer,
    response: { ...answer.response, responseBody: { "application/json": { body: { a: 1 } } } },
  };
}
