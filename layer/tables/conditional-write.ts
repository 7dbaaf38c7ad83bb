/** The answer to a conditional write; undefined when its condition did not hold. Anything else that goes wrong is thrown. */
export async function unlessConditionFails<Answer>(
  write: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await write();
  } catch (error) {
    // By its name: ground knows no SDK.
    if (error instanceof Error && error.name === "ConditionalCheckFailedException") return undefined;
    throw error;
  }
}

/** Whether a conditional write was made. */
export async function isWritten(write: () => Promise<object>): Promise<boolean> {
  return (await unlessConditionFails(write)) !== undefined;
}
