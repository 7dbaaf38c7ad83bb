/** Something that may be found only where it belongs. */
export interface Canary {
  /** What it is, for the report; never its value. */
  name: string;
  value: string;
  /** Places, by the beginning of their name, where it belongs. */
  belongsIn: readonly string[];
}

/** A piece of what the system has written or sent. */
export interface Swept {
  place: string;
  text: string;
}

export interface Finding {
  canary: string;
  place: string;
  /** In which form it was found. */
  as: string;
}

/** Shorter values would be found by chance in random base64. */
const leastEncodedLength = 10;

/** Every canary found where it does not belong: as it is, and, if long enough, in the encodings that a leak might take. */
export function sweep(pieces: readonly Swept[], canaries: readonly Canary[]): Finding[] {
  return canaries.flatMap(({ name, value, belongsIn }) => {
    const forms = formsOf(value);
    return pieces
      .filter(({ place }) => !belongsIn.some((allowed) => place.startsWith(allowed)))
      .flatMap(({ place, text }) => {
        const form = forms.find(({ isIn }) => isIn(text));
        return form ? [{ canary: name, place, as: form.as }] : [];
      });
  });
}

function formsOf(value: string): { as: string; isIn: (text: string) => boolean }[] {
  // A number within a longer number is another number.
  const whole = /^\d+$/.test(value) ? new RegExp(`(?<!\\d)${value}(?!\\d)`) : undefined;
  const plain = { as: "plain", isIn: (text: string) => (whole ? whole.test(text) : text.includes(value)) };
  if (value.length < leastEncodedLength) return [plain];
  const bytes = Buffer.from(value);
  const encoded: [string, string][] = [
    ["hex", bytes.toString("hex")],
    ["percent-encoded", encodeURIComponent(value)],
    ["JSON", JSON.stringify(value).slice(1, -1)],
    ...[0, 1, 2].flatMap((shift): [string, string][] => {
      // Whatever stands before and behind it: the characters that hold nothing but the value's own bits.
      const shifted = Buffer.concat([Buffer.alloc(shift), bytes]);
      const inner = (text: string) =>
        text.slice(Math.ceil((8 * shift) / 6), Math.floor((8 * shifted.length) / 6));
      return [
        ["base64", inner(shifted.toString("base64"))],
        ["base64url", inner(shifted.toString("base64url"))],
      ];
    }),
  ];
  return [plain, ...encoded.map(([as, form]) => ({ as, isIn: (text: string) => text.includes(form) }))];
}
