import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";

/** Whether the write was made; false when its condition did not hold. Anything else that goes wrong is thrown. */
export async function unlessConditionFails(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
