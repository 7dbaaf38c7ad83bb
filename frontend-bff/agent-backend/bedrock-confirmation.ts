import type {
  InvocationInputMember,
  InvocationResultMember,
  ReturnControlPayload,
  SessionState,
} from "@aws-sdk/client-bedrock-agent-runtime";

export type Consent = Pick<SessionState, "invocationId" | "returnControlInvocationResults">;

/**
 * Bedrock's own question whether an action may run, answered with CONFIRM: only the action's Lambda can normalise the
 * arguments, so only its guard asks the customer, once (design, decision 8). Undefined when anything else was handed to
 * us: our actions run in Lambdas, so that is a definition gone wrong.
 */
export function consentTo({
  invocationId,
  invocationInputs = [],
}: ReturnControlPayload): Consent | undefined {
  const results = invocationInputs.map(confirmed).filter((result) => result !== undefined);
  if (invocationId === undefined || results.length === 0) return undefined;
  return results.length === invocationInputs.length
    ? { invocationId, returnControlInvocationResults: results }
    : undefined;
}

/** Echoes what was asked; `agentId` is the collaborator's where one asked. */
function confirmed({ apiInvocationInput: input }: InvocationInputMember): InvocationResultMember | undefined {
  if (input?.actionInvocationType !== "USER_CONFIRMATION") return undefined;
  const { actionGroup, apiPath, httpMethod, agentId } = input;
  return { apiResult: { actionGroup, apiPath, httpMethod, agentId, confirmationState: "CONFIRM" } };
}
