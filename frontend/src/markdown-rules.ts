import type { Options } from "react-markdown";
import { linkBareAddresses } from "./bare-links.ts";
import { allowedAddress } from "./link-rules.ts";

const allowedElements = [
  ..."p strong em ul ol li a code pre br blockquote hr".split(" "),
  ..."h1 h2 h3 h4 table thead tbody tr th td".split(" "),
];

/**
 * How an answer's markdown is shown: no raw HTML, no images (an image's address would carry data out without a click),
 * links to the retailer's hosts alone. What is not allowed leaves its text.
 */
export function markdownRules(linkHosts: readonly string[]): Options {
  return {
    allowedElements,
    skipHtml: true,
    unwrapDisallowed: true,
    rehypePlugins: [linkBareAddresses],
    urlTransform: (address) => allowedAddress(address, linkHosts),
  };
}
