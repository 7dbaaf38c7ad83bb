import { readFileSync } from "node:fs";
import * as z from "zod";
import type { Mode } from "#layer/privacy/rules.ts";
import { scrub } from "#layer/privacy/scrub.ts";
import { hostileBodies, repeat } from "#tests/unit/layer/privacy/hostile-texts.ts";
import { harmlessSentences } from "./privacy-harmless.ts";
import { type Group, groupNames, type Half, measureRecall } from "./privacy-recall.ts";

const leastRecall: Readonly<Record<Group, number>> = { structured: 0.95, names: 0.6, addresses: 0 };
const mostAltered = 0.02;
const hostileLength = 50_000;
const mostHostileMs = 50;
/** The first runs compile the rules. */
const hostileRuns = 3;

/** How much the scrubber finds, how much harmless text it alters, and how long hostile text holds it. */
export async function benchPrivacy(): Promise<{ line: string; isWithin: boolean }> {
  const { tuned, held } = measureRecall();
  const phrases = readPhrases();
  const altered = (["model", "storage"] as const).map((mode) => ({
    mode,
    own: shareAltered(harmlessSentences, mode),
    dates: shareAltered(phrases, mode),
  }));
  const hostile = hostileBodies.map(timeHostile).sort((one, other) => other.ms - one.ms);
  const [worst] = hostile;

  const isWithin =
    groupNames.every((name) => held.byGroup[name].full >= leastRecall[name] * held.byGroup[name].spans) &&
    altered.every(({ mode, own, dates }) => mode !== "model" || Math.max(own, dates) <= mostAltered) &&
    (worst?.ms ?? 0) <= mostHostileMs;
  return {
    isWithin,
    line: [
      "scrubber on presidio-research, storage mode, nothing known of a session. Recall: every letter and digit of the value masked;",
      "synthetic and multinational texts, not our customers'; rules tuned on the first half, not on the held-out one",
      ...groupNames.map(
        (name) => `  ${name}: held-out ${recallLine(held, name)}; tuned ${recallLine(tuned, name)}`,
      ),
      `  held-out by label: ${typeLine(held)}`,
      ...altered.map(
        ({ mode, own, dates }) =>
          `harmless text altered, ${mode} mode: ${percent(own)} of ${harmlessSentences.length} scheduling sentences, ${percent(dates)} of ${phrases.length} date phrases${mode === "model" ? ` (bound ${percent(mostAltered)})` : ""}`,
      ),
      `${hostile.length} hostile texts of ${hostileLength / 1000} kB (cut to 8 kB by the scrubber), storage mode, best of ${hostileRuns}: worst ${worst?.ms.toFixed(1)} ms (bound ${mostHostileMs})`,
      ...inRows(hostile.map(({ body, ms }) => `${JSON.stringify(body)} ${ms.toFixed(1)}`)),
    ].join("\n  "),
  };
}

function recallLine({ byGroup }: Half, name: Group): string {
  const { full, spans, right, personal, found } = byGroup[name];
  const precision = `precision ${percent(right / found)} by this label, ${percent(personal / found)} by any`;
  return `recall ${percent(full / spans)} (${full} of ${spans}), ${precision}`;
}

function typeLine({ byType }: Half): string {
  return [...byType].map(([type, { full, spans }]) => `${type} ${full}/${spans}`).join(", ");
}

function readPhrases(): string[] {
  const url = new URL("../../shared/data/date-phrases/phrases.json", import.meta.url);
  const phrases = z.array(z.object({ text: z.string() })).parse(JSON.parse(readFileSync(url, "utf8")));
  return phrases.map(({ text }) => text);
}

function shareAltered(texts: readonly string[], mode: Mode): number {
  return texts.filter((text) => scrub(text, { mode }).text !== text).length / texts.length;
}

function timeHostile(body: string): { body: string; ms: number } {
  const text = repeat(body, hostileLength);
  const times = Array.from({ length: hostileRuns }, () => {
    const startMs = performance.now();
    scrub(text, { mode: "storage" });
    return performance.now() - startMs;
  });
  return { body, ms: Math.min(...times) };
}

function inRows(parts: readonly string[]): string[] {
  const perRow = 10;
  return Array.from(
    { length: Math.ceil(parts.length / perRow) },
    (_, row) => `  ${parts.slice(row * perRow, (row + 1) * perRow).join(" · ")}`,
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
