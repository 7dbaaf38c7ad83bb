/** Where the local Bedrock pretends to be. */
export const localAccount = "000000000000";
export const localRegion = "us-east-1";

export function agentArn(agentId: string): string {
  return `arn:aws:bedrock:${localRegion}:${localAccount}:agent/${agentId}`;
}

export function aliasArn({ agentId, aliasId }: { agentId: string; aliasId: string }): string {
  return `arn:aws:bedrock:${localRegion}:${localAccount}:agent-alias/${agentId}/${aliasId}`;
}

/** The ids in an agent's or alias's ARN; undefined for an ARN of another account, region or kind. */
export function parseArn(arn: string): { agentId: string; aliasId?: string } | undefined {
  const [, agentId, ownerId, aliasId] =
    /^arn:aws:bedrock:[^:]+:[^:]+:(?:agent\/(\w+)|agent-alias\/(\w+)\/(\w+))$/.exec(arn) ?? [];
  if (agentId !== undefined) return arn === agentArn(agentId) ? { agentId } : undefined;
  if (ownerId === undefined || aliasId === undefined) return undefined;
  const ids = { agentId: ownerId, aliasId };
  return arn === aliasArn(ids) ? ids : undefined;
}
