/** The part of a hast node that is looked at here. */
interface Node {
  type: string;
  tagName?: string;
  value?: string;
  children?: Node[];
  properties?: Record<string, string>;
}

const bareAddress = /https:\/\/[^\s<>"'`\\]+/g;
/** A sentence's own punctuation at the end of an address, and a bracket that the sentence opened. */
const trailing = /[.,;:!?)\]}*_]+$/;

/** A rehype plugin that makes links of bare https addresses in text, outside links and code. */
export function linkBareAddresses() {
  return (tree: Node): void => linkChildren(tree);
}

function linkChildren(node: Node): void {
  if (node.children === undefined || node.tagName === "a" || node.tagName === "code") return;
  node.children = node.children.flatMap((child) =>
    child.type === "text" ? splitText(child.value ?? "") : [child],
  );
  for (const child of node.children) linkChildren(child);
}

function splitText(text: string): Node[] {
  const nodes: Node[] = [];
  let end = 0;
  for (const match of text.matchAll(bareAddress)) {
    const address = match[0].replace(trailing, "");
    if (match.index > end) nodes.push({ type: "text", value: text.slice(end, match.index) });
    nodes.push({
      type: "element",
      tagName: "a",
      properties: { href: address },
      children: [{ type: "text", value: address }],
    });
    end = match.index + address.length;
  }
  if (end < text.length) nodes.push({ type: "text", value: text.slice(end) });
  return nodes;
}
