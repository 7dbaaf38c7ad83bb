/** A Lambda handler for the tests of `--function`. */
export async function handler(event: unknown): Promise<unknown> {
  return { heard: event };
}
