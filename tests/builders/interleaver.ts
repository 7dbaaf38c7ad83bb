import { setImmediate as nextRound } from "node:timers/promises";

/**
 * Runs several tasks in an order of its own choice, by a seed: every call to a store that was wrapped waits at a gate before it
 * is made, and one gate is opened at a time.
 */
export function createInterleaver(seed: number) {
  const waiting: (() => void)[] = [];
  /** Whoever begins later, by the gate that is to be opened before. */
  const late: { after: number; open: () => void }[] = [];
  let opened = 0;
  const random = randomNumbers(seed);
  let arrived = Promise.withResolvers<void>();
  const gate = () =>
    new Promise<void>((open) => {
      waiting.push(open);
      arrived.resolve();
    });

  async function* gated<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item> {
    await gate();
    yield* await Array.fromAsync(items);
  }

  return {
    gate,
    /** Begins when fewer gates than that have been opened, sooner when nobody else goes on. */
    late: <Result>(most: number, task: () => Promise<Result>): Promise<Result> =>
      new Promise<void>((open) => late.push({ after: Math.floor(random() * most), open })).then(task),
    /** The store, each call of it behind gates. */
    wrap<Store extends object>(store: Store): Store {
      return new Proxy(store, {
        get(target, name) {
          const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
          return (...args: unknown[]) => {
            if (method.constructor.name === "AsyncGeneratorFunction") {
              return gated(method.apply(target, args) as AsyncIterable<unknown>);
            }
            return gate().then(() => method.apply(target, args));
          };
        },
      });
    },
    /** Opens gates until every task has ended. */
    async run<Result>(tasks: Promise<Result>[]): Promise<PromiseSettledResult<Result>[]> {
      const all = Promise.allSettled(tasks);
      let isRunning = true;
      void all.then(() => {
        isRunning = false;
      });
      while (isRunning) {
        await nextRound();
        opened += 1;
        const due = late.findIndex(({ after }) => after < opened || waiting.length === 0);
        const [begin] = due < 0 ? [] : late.splice(due, 1);
        begin?.open();
        if (begin) continue;
        if (waiting.length === 0) {
          arrived = Promise.withResolvers<void>();
          await Promise.race([arrived.promise, all]);
          continue;
        }
        const [open] = waiting.splice(Math.floor(random() * waiting.length), 1);
        open?.();
      }
      return all;
    },
  };
}

export type Interleaver = ReturnType<typeof createInterleaver>;

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
