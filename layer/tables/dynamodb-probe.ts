/** Whether a DynamoDB answers at this address of this machine; a second is enough. */
export async function isDynamodbListening(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    return (await answer.text()).startsWith("healthy: dynamodb");
  } catch {
    return false;
  }
}
