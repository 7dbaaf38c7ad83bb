import { BedrockServiceError, notFoundText } from "../service-error.ts";

/** The control plane's refusals. Texts that the field has seen are the service's; the rest are ours. */

export function invalid(message: string): BedrockServiceError {
  return new BedrockServiceError("validationException", message);
}

export function conflict(message: string): BedrockServiceError {
  return new BedrockServiceError("conflictException", message);
}

export function notFound(): BedrockServiceError {
  return new BedrockServiceError("resourceNotFoundException", notFoundText);
}

/** The control plane's quota error is a 402; the runtime's of the same name a 400. */
export function overQuota(what: string, most: number): BedrockServiceError {
  const message = `The request exceeds the quota for ${what}: ${most}.`;
  return new BedrockServiceError("serviceQuotaExceededException", message, { status: 402 });
}

/** `Not Prepared` for `NOT_PREPARED`, as the service writes states in its errors. */
function inWords(status: string): string {
  return status
    .toLowerCase()
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
}

export type Verb = "Create" | "Update" | "Delete" | "Prepare";

/** For an agent and for its action groups and collaborators, of which the service speaks in the agent's name. */
export function wrongAgentState(verb: Verb, status: string): BedrockServiceError {
  const state = inWords(status);
  return invalid(
    `${verb} operation can't be performed on Agent when it is in ${state} state. Retry the request when the agent is in a valid state.`,
  );
}

export function wrongStateForAlias(verb: Verb, status: string): BedrockServiceError {
  return invalid(
    `${verb} operation can't be performed on AgentAlias when Agent is in ${inWords(status)} state.`,
  );
}

export function wrongAliasState(verb: Verb, status: string): BedrockServiceError {
  return invalid(
    `${verb} operation can't be performed on AgentAlias when it is in ${inWords(status)} state.`,
  );
}
