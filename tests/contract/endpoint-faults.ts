import type { Pf360ErrorCode } from "#layer/pf360/pf360-client.ts";
import type { EndpointCase } from "./endpoint-cases.ts";

/** One way in which any endpoint can fail, and what it means for a read and for a write. */
export interface EndpointFault {
  name: string;
  status: number;
  /** As sent; nothing when absent. */
  body?: string;
  headers?: Record<string, string>;
  /** PF360 answers after this long. */
  delayMs?: number;
  code: Record<EndpointCase["effect"], Pf360ErrorCode>;
  /** How often a read is sent; a write is always sent once. */
  readTries: number;
}

const both = (code: Pf360ErrorCode) => ({ read: code, write: code });
const fateOpen = { read: "down", write: "unknown_outcome" } as const;
const words = (message: string) => JSON.stringify({ message });

/** What is true of all endpoints. `deadlineMs` is that of the caller in these cases. */
export const endpointFaults: readonly EndpointFault[] = [
  { name: "401", status: 401, body: words("Unauthorized"), code: both("reauth_required"), readTries: 1 },
  { name: "403", status: 403, body: words("Forbidden"), code: both("reauth_required"), readTries: 1 },
  { name: "404", status: 404, body: words("Not found"), code: both("not_found"), readTries: 1 },
  { name: "429", status: 429, body: words("Too many requests"), code: both("busy"), readTries: 3 },
  { name: "429 without a body", status: 429, code: both("busy"), readTries: 3 },
  {
    name: "429 to be tried after the deadline",
    status: 429,
    headers: { "Retry-After": "3600" },
    code: both("busy"),
    readTries: 1,
  },
  { name: "500", status: 500, body: words("Internal server error"), code: fateOpen, readTries: 3 },
  { name: "502 in HTML", status: 502, body: "<html>Bad Gateway</html>", code: fateOpen, readTries: 3 },
  { name: "503", status: 503, code: fateOpen, readTries: 3 },
  { name: "504", status: 504, code: fateOpen, readTries: 3 },
  {
    name: "a redirect",
    status: 302,
    headers: { Location: "http://pf360.test/elsewhere" },
    code: fateOpen,
    readTries: 1,
  },
  { name: "200 with garbage", status: 200, body: '{"message":"Slots fe', code: fateOpen, readTries: 1 },
  { name: "200 with HTML", status: 200, body: "<html>Welcome</html>", code: fateOpen, readTries: 1 },
  { name: "200 without a body", status: 200, code: fateOpen, readTries: 1 },
  { name: "200 with a bare string", status: 200, body: '"ok"', code: fateOpen, readTries: 1 },
  { name: "200 with an empty object", status: 200, body: "{}", code: fateOpen, readTries: 1 },
  { name: "204", status: 204, code: fateOpen, readTries: 1 },
  {
    name: "an answer after the deadline",
    status: 200,
    body: "{}",
    delayMs: 400,
    code: fateOpen,
    readTries: 1,
  },
];
