/** What the model is fed at most, in bytes of JSON (design, decision 13). */
export const replyBytes = 25_000;

const envelopeBytes = 1_000;

/**
 * How many of the first items fit into a reply beside the rest of it. All of them where they fit; the caller says how
 * many it left out and how to ask for them.
 */
export function countThatFits(items: readonly unknown[], rest: unknown): number {
  const encoder = new TextEncoder();
  let left = replyBytes - envelopeBytes - encoder.encode(JSON.stringify(rest)).length;
  for (const [index, item] of items.entries()) {
    left -= encoder.encode(JSON.stringify(item)).length + 1;
    if (left < 0) return index;
  }
  return items.length;
}
