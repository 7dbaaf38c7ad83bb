import { abortable } from "#local/lambda/abortable.ts";
import { modelServerFailed } from "./model-server-error.ts";

/**
 * What a source gives, for as long as it gives something: a wait of more than `silenceMs()` for the next item ends it.
 * Leaving early, silence and the caller's signal all abort the signal that the source was opened with; a source that does
 * not listen is left behind. The time that the reader takes does not count.
 *
 * @throws BedrockServiceError dependencyFailedException on silence; the signal's reason when it is aborted
 */
export async function* untilSilent<Item>(
  open: (signal: AbortSignal) => AsyncIterable<Item>,
  { signal, silenceMs }: { signal: AbortSignal; silenceMs: () => number },
): AsyncGenerator<Item> {
  const own = new AbortController();
  const either = AbortSignal.any([signal, own.signal]);
  let timer: NodeJS.Timeout | undefined;
  let iterator: AsyncIterator<Item> | undefined;
  try {
    for (;;) {
      const limitMs = silenceMs();
      const error = () => modelServerFailed(`The model server has said nothing for ${limitMs / 1000} s.`);
      timer = setTimeout(() => own.abort(error()), limitMs);
      iterator ??= open(either)[Symbol.asyncIterator]();
      const next = await abortable(iterator.next(), either);
      clearTimeout(timer);
      if (next.done) {
        iterator = undefined;
        return;
      }
      yield next.value;
    }
  } catch (error) {
    either.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    own.abort();
    // Not awaited: a source that hangs would hold the turn.
    void Promise.resolve(iterator?.return?.()).catch(() => {});
  }
}
