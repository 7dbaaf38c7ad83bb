import * as z from "zod";

/** A tool call that some text orders: `cancel_appointment {"project_id": "1"}`. */
export interface Order {
  action: string;
  input: Record<string, unknown>;
}

/** A flat object; braces within its strings do not end it. */
const orderForm = /\b([a-z]+(?:_[a-z]+)+)\s*(\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\})/g;
const inputForm = z.record(z.string(), z.unknown());

/** Every order in a text, in order, each once; in a JSON text those within its strings, where data carries them. */
export function ordersIn(text: string): Order[] {
  const found = stringsOf(text).flatMap((part) =>
    [...part.matchAll(orderForm)].flatMap(([, action = "", written = ""]) => {
      const input = inputForm.safeParse(jsonOf(written));
      return input.success ? [{ action, input: input.data }] : [];
    }),
  );
  return [...new Map(found.map((order) => [printOrder(order), order])).values()];
}

export function printOrder({ action, input }: Order): string {
  return `${action} ${JSON.stringify(input)}`;
}

function stringsOf(text: string): string[] {
  const json = jsonOf(text);
  if (typeof json !== "object" || json === null) return [text];
  return Object.values(json).flatMap((value) =>
    typeof value === "string" ? [value] : stringsOf(JSON.stringify(value)),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
