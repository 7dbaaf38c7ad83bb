import { ConfigError } from "#layer/errors.ts";
import type { KeyRing } from "./key-ring.ts";

/** While the ring cannot be read, the one last read serves this long. */
const usableMs = 60 * 60_000;
/** And nobody tries again for so long: each try may take its time-outs, and every request would wait for it. */
const pauseMs = 10_000;

interface Options {
  /** Reads the ring; throws ConfigError for one that is not usable. */
  read: () => Promise<KeyRing>;
  /** What is said when it cannot be read at all. */
  unreadable: string;
  /** How long a ring that was read is not read again. */
  freshMs: number;
  /** Milliseconds that only grow. */
  elapsedMs: () => number;
}

/**
 * A ring that is read again now and then, so that keys are added, made current and dropped without a restart. Its first use
 * reads it.
 * @throws ConfigError when it cannot be read or is not usable, and none was read within the last hour
 */
export function rereadingKeyRing({ read, unreadable, freshMs, elapsedMs }: Options): KeyRing {
  let held: { ring: KeyRing; readAtMs: number } | undefined;
  let reading: Promise<KeyRing> | undefined;
  let failedAtMs = Number.NEGATIVE_INFINITY;

  async function readAgain(): Promise<KeyRing> {
    const ring = await read();
    held = { ring, readAtMs: elapsedMs() };
    return ring;
  }

  async function ring(): Promise<KeyRing> {
    const ageMs = held ? elapsedMs() - held.readAtMs : Number.POSITIVE_INFINITY;
    const isPausing = ageMs < usableMs && elapsedMs() - failedAtMs < Math.min(pauseMs, freshMs);
    if (held && (ageMs < freshMs || isPausing)) return held.ring;
    reading ??= readAgain().finally(() => {
      reading = undefined;
    });
    try {
      return await reading;
    } catch (cause) {
      failedAtMs = elapsedMs();
      if (held && ageMs < usableMs) return held.ring;
      if (cause instanceof ConfigError) throw cause;
      throw new ConfigError(unreadable, { cause });
    }
  }

  return {
    current: async () => (await ring()).current(),
    get: async (kid) => (await ring()).get(kid),
    all: async () => (await ring()).all(),
  };
}
