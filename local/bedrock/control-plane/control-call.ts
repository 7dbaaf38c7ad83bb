import { answerJson, type ServiceCall } from "../service-operation.ts";
import type { LoggedCall } from "./call-log.ts";
import type { ControlOperation } from "./control-operation.ts";
import { invalid } from "./refusals.ts";
import type { PlaneState } from "./state.ts";

/** Path over query over body, as the service binds its members. */
export function rawInput({ labels }: ControlOperation, { parts, query, body = {} }: ServiceCall): object {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalid("The request body is not a JSON object.");
  }
  const asked = Object.fromEntries(
    [...new Set(query.keys())].map((key) => [key, key === "tagKeys" ? query.getAll(key) : query.get(key)]),
  );
  const placed = Object.fromEntries(labels.map((label, index) => [label, parts[index] ?? ""]));
  return { ...body, ...asked, ...placed };
}

/** Which agent a call is about, as far as it says. */
export function aboutAgent(raw: object, { agents }: PlaneState): Pick<LoggedCall, "agent_id" | "agent_name"> {
  const id = textIn(raw, "agentId");
  const known = id === undefined || !Object.hasOwn(agents, id) ? undefined : agents[id];
  return { agent_id: id, agent_name: known?.draft.config.agentName ?? textIn(raw, "agentName") };
}

/** A member that is a string. */
export function textIn(raw: object, name: string): string | undefined {
  const value = (raw as Record<string, unknown>)[name];
  return typeof value === "string" ? value : undefined;
}

/** Answers with JSON, or without a body. */
export function answerControl(
  { response, requestId }: ServiceCall,
  status: number,
  reply: object | undefined,
): void {
  if (reply !== undefined) {
    answerJson(response, { status, body: reply, requestId });
    return;
  }
  response.statusCode = status;
  response.setHeader("x-amzn-requestid", requestId);
  response.end();
}

/** Breaks the connection without a word. */
export function cutConnection(response: ServiceCall["response"]): void {
  if ("stream" in response) response.stream.close(2);
  else response.destroy();
}
