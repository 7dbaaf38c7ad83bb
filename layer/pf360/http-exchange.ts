import { setTimeout as sleepFor } from "node:timers/promises";
import type { Clock } from "#layer/clock.ts";
import type { Exchange, ExchangeAnswer, ExchangeRequest } from "./exchange.ts";
import { type AttemptResult, createAttempt } from "./http-attempt.ts";
import { type Pf360Caller, Pf360Error } from "./pf360-client.ts";
import { retryDelayMs } from "./retry-delay.ts";

export interface HttpExchangeOptions {
  /** Configuration, never derived: the API's host follows no rule. */
  baseUrl: string;
  /** API_TIMEOUT: the total of one call, retries included. */
  timeoutMs: number;
  clock: Clock;
  /** In [0, 1). */
  random?: () => number;
  sleep?: (ms: number) => Promise<unknown>;
}

const readTries = 3;

/** A write is not begun with less time left than this: it could not be waited for. */
const leastWriteMs = 2_000;

/**
 * PF360 over HTTP. One deadline spans all tries. Reads are tried up to three times (429, 5xx, broken connections) with full
 * jitter, `Retry-After` honoured; writes are sent once, over a connection of their own, so that no stale kept-alive one can
 * leave their fate open. Redirects are not followed.
 */
export function createHttpExchange(options: HttpExchangeOptions): Exchange {
  const { timeoutMs, clock, random = Math.random, sleep = sleepFor } = options;
  const attempt = createAttempt(options.baseUrl);

  async function read(
    request: ExchangeRequest,
    caller: Pf360Caller,
    deadlineMs: number,
  ): Promise<ExchangeAnswer> {
    for (let tried = 1; ; tried += 1) {
      const leftMs = deadlineMs - clock.nowMs();
      if (leftMs <= 0) throw new Pf360Error("down");
      const result = await attempt(request, caller, leftMs);
      if (tried < readTries && isPassing(result)) {
        const waitMs = retryDelayMs({
          tried,
          random: random(),
          retryAfter: retryAfterOf(result),
          nowMs: clock.nowMs(),
        });
        if (clock.nowMs() + waitMs < deadlineMs) {
          await sleep(waitMs);
          continue;
        }
      }
      if (result.kind === "answered") return result.answer;
      throw new Pf360Error("down", { cause: result.cause });
    }
  }

  async function write(
    request: ExchangeRequest,
    caller: Pf360Caller,
    deadlineMs: number,
  ): Promise<ExchangeAnswer> {
    const leftMs = deadlineMs - clock.nowMs();
    // Under a short API_TIMEOUT the limit is half of it: with the whole, a clock that ticks now would refuse every write.
    if (leftMs < Math.min(leastWriteMs, timeoutMs / 2)) throw new Pf360Error("down");
    const result = await attempt(request, caller, leftMs);
    if (result.kind === "answered") return result.answer;
    throw new Pf360Error(result.wasSent ? "unknown_outcome" : "down", { cause: result.cause });
  }

  return {
    async send(request, caller) {
      // A bearer that no header can hold is none; the value itself must not get into an error.
      if (!/^[\x21-\x7e]{1,8192}$/.test(caller.bearer)) throw new Pf360Error("reauth_required");
      const deadlineMs = Math.min(caller.deadlineMs, clock.nowMs() + timeoutMs);
      return request.effect === "read"
        ? read(request, caller, deadlineMs)
        : write(request, caller, deadlineMs);
    },
  };
}

/** Worth another try: it may be over in a moment. */
function isPassing(result: AttemptResult): boolean {
  if (result.kind === "failed") return result.isPassing;
  const { status } = result.answer;
  return status === 429 || status >= 500;
}

function retryAfterOf(result: AttemptResult): string | undefined {
  return result.kind === "answered" ? result.retryAfter : undefined;
}
