import { readText } from "./fields.ts";

/**
 * PF360 puts `{message, data}` around its answers, mostly: the data may be missing (then the body is the data), be `true`,
 * or be a bare array. Errors may hide in a body with status 200.
 */
export interface Envelope {
  /** The content, whatever it is; null when PF360 wrote null. */
  data: unknown;
  /** The data stood under `data`, and was not the body itself. */
  isWrapped: boolean;
  /** PF360's words, lower-case, for classification alone; they go nowhere else. Empty when there are none. */
  words: string;
  /** The body itself says that the call failed. */
  saysFailed: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const failedStatuses = new Set(["error", "failed", "failure", "fail"]);

/** Undefined for what is no answer at all: not JSON, empty, a bare string, number, boolean or null. */
export function readEnvelope(body: unknown): Envelope | undefined {
  if (Array.isArray(body)) return { data: body, isWrapped: false, words: "", saysFailed: false };
  if (!isFields(body)) return undefined;
  const isWrapped = body.data !== undefined;
  return {
    data: isWrapped ? body.data : body,
    isWrapped,
    words: wordsOf(body),
    saysFailed: saysFailed(body),
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The fields of an envelope's data; an empty record when it has none. */
export function fieldsOf({ data }: Envelope): Fields {
  return isFields(data) ? data : {};
}

function saysFailed(body: Fields): boolean {
  const data = isFields(body.data) ? body.data : {};
  const statuses = [body.status, data.status].map((status) => readText(status)?.toLowerCase() ?? "");
  return (
    isError(body.error) ||
    isError(body.errors) ||
    isError(data.error) ||
    isError(data.errors) ||
    statuses.some((status) => failedStatuses.has(status)) ||
    body.status === false ||
    body.success === false ||
    data.success === false ||
    body.data === false
  );
}

/** `error: false`, `""`, `{}`, `[]`, 0 and null are no errors. */
function isError(error: unknown): boolean {
  if (Array.isArray(error)) return error.length > 0;
  if (isFields(error)) return Object.keys(error).length > 0;
  return Boolean(error);
}

function wordsOf(body: Fields): string {
  const data = isFields(body.data) ? body.data : {};
  const places = [body.message, body.error, body.errors, data.message, data.error, data.status];
  return places
    .flatMap((place) => (Array.isArray(place) ? place.slice(0, 5) : [place]))
    .map((place) => readText(isFields(place) ? place.message : place))
    .filter((words) => words !== undefined)
    .join(" | ")
    .toLowerCase();
}
