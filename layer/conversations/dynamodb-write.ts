import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";

/** The answer to a conditional write; undefined when its condition did not hold. */
export async function unlessConditionFails<Answer>(
  write: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
