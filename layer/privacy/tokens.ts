import { cutMarker, kinds, placeholderOf } from "./kinds.ts";

/** A run of digits, of letters or of white space, one other sign, or a placeholder of an earlier scrub. */
export interface Token {
  kind: "digits" | "word" | "space" | "sign" | "placeholder";
  text: string;
  /** Words in lower case, else the text. */
  folded: string;
  start: number;
  end: number;
}

const placeholders = [...kinds.map(placeholderOf), cutMarker].map((text) => text.slice(1, -1));

/** Plain runs of classes that exclude each other: one pass, whatever the text holds. */
const piece = new RegExp(
  String.raw`(?<placeholder>\[(?:${placeholders.join("|")})\])|(?<digits>\d+)|(?<word>\p{L}+)|(?<space>\s+)|.`,
  "gsu",
);

export function tokenise(text: string): Token[] {
  return Array.from(text.matchAll(piece), ({ 0: token, index, groups = {} }) => ({
    kind: kindOf(groups),
    text: token,
    folded: groups.word === undefined ? token : token.toLowerCase(),
    start: index,
    end: index + token.length,
  }));
}

function kindOf({ placeholder, digits, word, space }: Partial<Record<string, string>>): Token["kind"] {
  if (digits !== undefined) return "digits";
  if (word !== undefined) return "word";
  if (space !== undefined) return "space";
  return placeholder === undefined ? "sign" : "placeholder";
}
