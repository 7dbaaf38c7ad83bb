/** Whether the local Bedrock answers at this address; a second is enough on one machine. */
export async function isLocalBedrock(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${url}/_bedrock/calls`, { signal: AbortSignal.timeout(1_000) });
    return ok;
  } catch {
    return false;
  }
}
