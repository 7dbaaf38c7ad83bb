import { describe, expect, it } from "vitest";
import { readBedrockEvent, readCall, writeResponse } from "#action-groups/envelopes/bedrock-openapi.ts";
import { replyOf } from "#action-groups/reply.ts";
import { newSessionId } from "#layer/sessions/session-ids.ts";

const sessionId = newSessionId();
const event = (overrides: Record<string, unknown> = {}) => ({
  messageVersion: "1.0",
  agent: { name: "pf360-scheduling-dev", id: "AAAAAAAAAA", alias: "BBBBBBBBBB", version: "1" },
  inputText: "schedule it",
  sessionId: "c0ffee00-0000-4000-8000-000000000000",
  actionGroup: "scheduling-actions",
  apiPath: "/get_time_slots",
  httpMethod: "POST",
  parameters: [{ name: "project_id", type: "string", value: "123" }],
  sessionAttributes: { session_id: sessionId },
  promptSessionAttributes: {},
  ...overrides,
});

describe("the Bedrock OpenAPI envelope", () => {
  it("reads the action's name, arguments and session from the event", () => {
    const call = readCall(readBedrockEvent(event()), 5);

    expect(call).toEqual({
      name: "get_time_slots",
      arguments: { project_id: "123" },
      sessionHandle: { kind: "found", sessionId, via: "attribute" },
      deadlineMs: 5,
    });
  });

  it("reads a request body as well as parameters, and takes either, both or neither", () => {
    const requestBody = {
      content: { "application/json": { properties: [{ name: "date", type: "string", value: "10" }] } },
    };

    expect(readCall(readBedrockEvent(event({ requestBody })), 0).arguments).toEqual({
      project_id: "123",
      date: "10",
    });
    expect(readCall(readBedrockEvent(event({ requestBody, parameters: undefined })), 0).arguments).toEqual({
      date: "10",
    });
    expect(readCall(readBedrockEvent(event({ parameters: null, requestBody: null })), 0).arguments).toEqual(
      {},
    );
    expect(readCall(readBedrockEvent(event({ requestBody: {} })), 0).arguments).toEqual({
      project_id: "123",
    });
  });

  it("takes a parameter that came without a value for one that is absent", () => {
    const parameters = [{ name: "date", type: "string" }];

    expect(readCall(readBedrockEvent(event({ parameters })), 0).arguments.date).toBeUndefined();
  });

  it("falls back to the session parameter and keeps it out of the arguments", () => {
    const parameters = [{ name: "session_id", type: "string", value: sessionId }];

    const call = readCall(readBedrockEvent(event({ parameters, sessionAttributes: null })), 0);

    expect(call).toMatchObject({ arguments: {}, sessionHandle: { via: "parameter", sessionId } });
  });

  it("never takes the service's own sessionId for ours", () => {
    const call = readCall(readBedrockEvent(event({ sessionAttributes: {} })), 0);

    expect(call.sessionHandle).toEqual({ kind: "missing" });
  });

  it("knows no action under another method", () => {
    expect(readCall(readBedrockEvent(event({ httpMethod: "GET" })), 0).name).toBe("");
  });

  it("echoes group, path and method, writes the body as a string and passes attributes through unchanged", () => {
    const read = readBedrockEvent(event({ sessionAttributes: { session_id: sessionId, other: "kept" } }));

    const response = writeResponse(read, replyOf("ask_user", { field: "date", reason: "past_date" }));

    expect(response).toMatchObject({
      messageVersion: "1.0",
      response: {
        actionGroup: "scheduling-actions",
        apiPath: "/get_time_slots",
        httpMethod: "POST",
        httpStatusCode: 400,
      },
      sessionAttributes: { session_id: sessionId, other: "kept" },
    });
    expect(JSON.parse(response.response.responseBody["application/json"].body)).toMatchObject({
      outcome: "ask_user",
      field: "date",
    });
  });

  it.each([undefined, null, {}, "text", { function: "list_projects", actionGroup: "a" }])(
    "refuses what is not an OpenAPI group's event: %j",
    (other) => {
      expect(() => readBedrockEvent(other)).toThrow();
    },
  );
});
