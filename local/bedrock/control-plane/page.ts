import { invalid } from "./refusals.ts";

/** The modelled page size; callers may ask for more. */
const standardSize = 10;

/**
 * One page of a list, in the order of its keys. The token names the last key given, so what is made or deleted between two
 * pages neither repeats nor hides another.
 * @throws BedrockServiceError validationException for a token that no page gave
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  {
    maxResults = standardSize,
    nextToken,
  }: { maxResults?: number | undefined; nextToken?: string | undefined },
): { items: Item[]; nextToken?: string } {
  const after = nextToken === undefined ? undefined : readToken(nextToken);
  const sorted = [...items].sort((one, other) => compare(keyOf(one), keyOf(other)));
  const rest = after === undefined ? sorted : sorted.filter((item) => compare(keyOf(item), after) > 0);
  const page = rest.slice(0, maxResults);
  const last = page.at(-1);
  if (rest.length === page.length || last === undefined) return { items: page };
  return { items: page, nextToken: Buffer.from(`after:${keyOf(last)}`).toString("base64url") };
}

function readToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (text.startsWith("after:")) return text.slice("after:".length);
  throw invalid("The nextToken is invalid.");
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
