import type { IncomingMessage } from "node:http";

/** Headers that decide who asks, for what and in which form. Where they come twice, two readers may read two requests. */
const single = new Set([
  "host",
  "authorization",
  "content-type",
  "content-length",
  "transfer-encoding",
  "origin",
  "if-match",
]);

const hostForm = /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Whether a request can be read in more than one way: one of the headers above twice (Node keeps the first and says nothing), a body of
 * two lengths, no `Host` or one that names no host, or a target that names another host than `Host` does. Such a request is
 * refused before anything reads it.
 */
export function isAmbiguous({ rawHeaders, url = "" }: Pick<IncomingMessage, "rawHeaders" | "url">): boolean {
  const values = new Map<string, string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    if (!single.has(name)) continue;
    if (values.has(name)) return true;
    values.set(name, rawHeaders[index + 1] ?? "");
  }
  const host = values.get("host") ?? "";
  if (!hostForm.test(host)) return true;
  if (values.has("content-length") && values.has("transfer-encoding")) return true;
  return !isTargetOf(host, url);
}

/** A path, or an address of the very host that `Host` names. */
function isTargetOf(host: string, target: string): boolean {
  if (target.startsWith("/") || target === "*") return true;
  const [, named] = /^https?:\/\/([^/?#]*)/i.exec(target) ?? [];
  return named !== undefined && named.toLowerCase() === host.toLowerCase();
}
