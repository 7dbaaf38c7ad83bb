/**
 * The address of a link in an answer if it may be followed, else an empty string. Allowed are `tel:`, `mailto:` and
 * https on the retailer's own hosts, exactly or below them: what a model writes is not to lead a customer elsewhere.
 */
export function allowedAddress(address: string, linkHosts: readonly string[]): string {
  if (!URL.canParse(address)) return "";
  const url = new URL(address);
  if (url.protocol === "tel:" || url.protocol === "mailto:") return url.href;
  const isHost = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(url.hostname);
  const isOurs = linkHosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  const isPlain = url.port === "" && url.username === "" && url.password === "";
  return url.protocol === "https:" && isHost && isOurs && isPlain ? url.href : "";
}
