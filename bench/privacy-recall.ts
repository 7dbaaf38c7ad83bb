import { readFileSync } from "node:fs";
import * as z from "zod";
import { type Scrubbed, scrub } from "#layer/privacy/scrub.ts";

const span = z.object({ entity_type: z.string(), start_position: z.number(), end_position: z.number() });
const labelled = z.object({ full_text: z.string(), spans: z.array(span) });
type Labelled = z.infer<typeof labelled>;

/** Rules were tuned on the first half only. */
const tunedOn = 750;

const groups = {
  structured: [
    ...[
      "CREDIT_CARD",
      "US_SSN",
      "US_DRIVER_LICENSE",
      "EMAIL_ADDRESS",
      "PHONE_NUMBER",
      "IBAN_CODE",
      "IP_ADDRESS",
    ],
  ],
  names: ["PERSON"],
  addresses: ["STREET_ADDRESS", "ZIP_CODE"],
} as const satisfies Record<string, readonly string[]>;
export type Group = keyof typeof groups;
export const groupNames = Object.keys(groups) as Group[];

/** Which labels a found kind is right about; one of the other structured labels is right for a structured kind. */
const groupOfKind: Readonly<Record<string, Group>> = { name: "names", address: "addresses" };

export interface Recall {
  spans: number;
  /** Every letter and digit masked. */
  full: number;
  found: number;
  /** Of the found: over a label of the same group. */
  right: number;
  /** Of the found: over any label. */
  personal: number;
}

export interface Half {
  byGroup: Record<Group, Recall>;
  byType: Map<string, { spans: number; full: number }>;
}

/** Both halves of the presidio-research set in storage mode. */
export function measureRecall(): { tuned: Half; held: Half } {
  const url = new URL("../../shared/data/presidio-research/synth_dataset_v2.json", import.meta.url);
  const texts = z.array(labelled).parse(JSON.parse(readFileSync(url, "utf8")));
  return { tuned: measureHalf(texts.slice(0, tunedOn)), held: measureHalf(texts.slice(tunedOn)) };
}

function measureHalf(texts: readonly Labelled[]): Half {
  const none = (): Recall => ({ spans: 0, full: 0, found: 0, right: 0, personal: 0 });
  const half: Half = {
    byGroup: { structured: none(), names: none(), addresses: none() },
    byType: new Map(),
  };
  for (const text of texts) measureText(text, half);
  return half;
}

function measureText({ full_text: text, spans }: Labelled, { byGroup, byType }: Half): void {
  const findings = maskedParts(text, scrub(text, { mode: "storage" }));
  const masked = new Uint8Array(text.length);
  for (const { start, end } of findings) masked.fill(1, start, end);
  for (const { entity_type: type, start_position: start, end_position: end } of spans) {
    const signs = Array.from({ length: end - start }, (_, offset) => start + offset);
    const isFull = signs.every((at) => masked[at] === 1 || !/[\p{L}\p{Nd}]/u.test(text[at] ?? ""));
    const seen = byType.get(type) ?? { spans: 0, full: 0 };
    byType.set(type, { spans: seen.spans + 1, full: seen.full + Number(isFull) });
    const group = groupNames.find((name) => (groups[name] as readonly string[]).includes(type));
    if (group === undefined) continue;
    byGroup[group].spans += 1;
    byGroup[group].full += Number(isFull);
  }
  for (const { kind, start, end } of findings) {
    const group = groupOfKind[kind] ?? "structured";
    const over = spans.filter((span) => span.start_position < end && span.end_position > start);
    byGroup[group].found += 1;
    byGroup[group].personal += Number(over.length > 0);
    byGroup[group].right += Number(
      over.some(({ entity_type: type }) => (groups[group] as readonly string[]).includes(type)),
    );
  }
}

/** Where the placeholders stand in the original: the texts between them are the original's, in order. */
export function maskedParts(
  text: string,
  { text: scrubbed }: Scrubbed,
): { kind: string; start: number; end: number }[] {
  const parts: { kind: string; start: number; end: number }[] = [];
  let at = 0;
  const pieces = scrubbed.split(/\[([a-z ]{2,13})\]/);
  for (let index = 1; index < pieces.length; index += 2) {
    const before = pieces[index - 1] ?? "";
    at += before.length;
    const behind = pieces[index + 1] ?? "";
    const isLast = index + 2 >= pieces.length;
    const end = isLast ? text.length - behind.length : text.indexOf(behind, at + 1);
    parts.push({ kind: pieces[index] ?? "", start: at, end });
    at = end;
  }
  return parts;
}
