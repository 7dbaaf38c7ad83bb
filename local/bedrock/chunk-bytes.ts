/** The most that one chunk may hold (service model). */
const maxChunkBytes = 1_000_000;

/**
 * Turns streamed text into chunks of bytes. Boundaries fall on bytes, not characters: a piece with a character of
 * several bytes is cut within the first such, so that whoever decodes chunk by chunk is found out. Half a surrogate pair
 * waits for its other half. Nothing is lost, doubled or reordered.
 */
export function createByteChunker(): { push(text: string): Uint8Array[]; flush(): Uint8Array[] } {
  let half = "";
  const encode = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    const cut = bytes.findIndex((byte) => (byte & 0xc0) === 0x80);
    return cut < 0 ? slices(bytes) : [...slices(bytes.subarray(0, cut)), ...slices(bytes.subarray(cut))];
  };
  return {
    push(text) {
      const whole = half + text;
      const endsInHalf = /[\uD800-\uDBFF]$/.test(whole);
      half = endsInHalf ? whole.slice(-1) : "";
      return encode(endsInHalf ? whole.slice(0, -1) : whole);
    },
    flush() {
      const rest = encode(half);
      half = "";
      return rest;
    },
  };
}

/** One chunk with the whole text, as the service answers unless it is asked to stream; more only beyond its limit. */
export function wholeText(text: string): Uint8Array[] {
  return slices(new TextEncoder().encode(text));
}

function slices(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / maxChunkBytes);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * maxChunkBytes, (index + 1) * maxChunkBytes),
  );
}
