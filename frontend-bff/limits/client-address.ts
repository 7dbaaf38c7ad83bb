import { isIPv4, isIPv6 } from "node:net";

/** So many of the eight groups of an IPv6 address tell one customer's line; the rest they choose as they like. */
const lineGroups = 4;

/**
 * The address that limits count by, in one spelling: an IPv4 address, or the /64 of an IPv6 one. `X-Forwarded-For` is believed as far
 * as we put proxies there ourselves: with n of them, it is the n-th address from its end, counting the peer as the last one
 * (once, when a proxy has already written it down). `unknown` when that is no address.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | null,
  trustedProxies: number,
): string {
  const told = trustedProxies > 0 ? (forwardedFor ?? "").split(",").map(spelled) : [];
  const last = spelled(peer ?? "");
  const way = told.at(-1) === last ? told : [...told, last];
  return way.filter((address) => address !== "").at(-1 - trustedProxies) ?? way.find(isKnown) ?? "unknown";
}

function isKnown(address: string): boolean {
  return address !== "" && address !== "unknown";
}

function spelled(text: string): string {
  const address = text.trim();
  if (address === "") return "";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined && isIPv4(mapped)) return mapped;
  if (isIPv4(address)) return address;
  return isIPv6(address) ? `${lineOf(address)}/64` : "unknown";
}

/** The first four groups, written out. */
function lineOf(address: string): string {
  const [plain = ""] = address.split("%");
  const [head = "", tail] = plain.split("::");
  const left = groupsOf(head);
  const right = tail === undefined ? [] : groupsOf(tail);
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: gap }, () => "0"), ...right];
  return groups
    .slice(0, lineGroups)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}

/** An IPv4 ending stands for two groups; it is never among the first four that matter, but it is counted. */
function groupsOf(text: string): string[] {
  return text === "" ? [] : text.split(":").flatMap((group) => (group.includes(".") ? ["0", "0"] : [group]));
}
