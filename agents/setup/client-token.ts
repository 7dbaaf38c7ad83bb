import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";

/**
 * A token in the form of a UUID, the same for the same parts: a call that is made again, by another run too, is known to the
 * service and answered with what the first one made.
 */
export function clientToken(...parts: readonly string[]): string {
  const hex = createHash("sha256").update(canonicalJson(parts)).digest("hex");
  // Version and variant of a name-based UUID (RFC 9562, version 8: own making).
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
