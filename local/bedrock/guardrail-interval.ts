/** Characters between two looks of a guardrail at a streamed answer, unless the request says (API reference). */
export const usualGuardrailInterval = 50;

/** Passes streamed text on in pieces of exactly `size` characters, the rest at the end: so a guardrail lets it through. */
export function createIntervalCutter(size: number): { push(text: string): string[]; flush(): string[] } {
  let held = "";
  return {
    push(text) {
      held += text;
      const whole = Math.floor(held.length / size);
      const pieces = Array.from({ length: whole }, (_, index) =>
        held.slice(index * size, (index + 1) * size),
      );
      held = held.slice(whole * size);
      return pieces;
    },
    flush() {
      const rest = held === "" ? [] : [held];
      held = "";
      return rest;
    },
  };
}
