import type { Progress } from "./progress.ts";
import { reasonOf } from "./reason-of.ts";
import { SetupError } from "./setup-error.ts";

/**
 * Works on several agents at once and shows how far each is. When one fails the others are finished all the same.
 * @param advice said before the failures; what to do about them
 * @throws SetupError `apply_failed` that names every agent that failed, and why
 */
export async function sideBySide<One extends { name: string }>(
  all: readonly One[],
  work: (one: One, step: (what: string) => void) => Promise<void>,
  { progress, advice }: { progress: Progress; advice: string },
): Promise<void> {
  const ends = await Promise.allSettled(
    all.map(async (one) => {
      const { name } = one;
      try {
        await work(one, (what) => progress.step(name, what));
      } catch (error) {
        progress.failed(name, reasonOf(error));
        throw error;
      }
      progress.done(name);
    }),
  );
  progress.close();
  const failures = ends.flatMap((end, index) =>
    end.status === "rejected" ? [{ name: all[index]?.name, error: end.reason as unknown }] : [],
  );
  if (failures.length === 0) return;
  const lines = failures.map(({ name, error }) => `  ${name}: ${reasonOf(error)}`);
  throw new SetupError("apply_failed", [advice, ...lines].join("\n"), { cause: failures[0]?.error });
}
