/** The named entities that can hide or split a value; all others stay as they are. */
const named: Readonly<Record<string, string>> = {
  amp: "&",
  apos: "'",
  colon: ":",
  comma: ",",
  commat: "@",
  dash: "-",
  hyphen: "-",
  lowbar: "_",
  lpar: "(",
  nbsp: " ",
  newline: "\n",
  num: "#",
  period: ".",
  plus: "+",
  quot: '"',
  rpar: ")",
  shy: "",
  sol: "/",
  tab: " ",
  zwj: "",
  zwnj: "",
};

/** `&#52;`, `&#x34;`, `&period;`, also as `&amp;#52;`; and the percent forms of digits and of the signs in values. */
const entity = /&(?:amp;){0,3}(?:#(\d{1,7});?|#x([0-9a-f]{1,6});?|([a-z]{2,7});)|%(2[08b-f]|3[0-9]|40|5f)/giy;

/** The entity that begins at `index`; undefined when none does. An unknown code decodes to nothing. */
export function readEntity(text: string, index: number): { decoded: string; length: number } | undefined {
  const first = text[index];
  if (first !== "&" && first !== "%") return undefined;
  entity.lastIndex = index;
  const [whole, decimal, hex, name, percent] = entity.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const decoded = name ? named[name.toLowerCase()] : fromCode(decimal, hex ?? percent);
  return decoded === undefined ? undefined : { decoded, length: whole.length };
}

function fromCode(decimal: string | undefined, hex: string | undefined): string {
  const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? "", 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
}
