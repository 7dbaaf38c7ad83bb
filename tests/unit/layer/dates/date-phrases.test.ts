import { describe, expect, it } from "vitest";
import * as z from "zod";
import { readDate } from "#layer/dates/read-date.ts";
import { readTime } from "#layer/dates/read-time.ts";
import { addDays, laterOf } from "#layer/dates/today.ts";
import { readSharedData } from "./shared-data.ts";

/**
 * Recorded phrases with their readings (see SOURCE.txt beside the data). What counts is that we are never certain of another
 * date than theirs: an unreadable or ambiguous phrase is asked again, a wrong date is booked. Of a time span our reading is
 * its start, of a moment its date, of a span with clock times its day.
 */
const span = z.object({ start: z.string(), end: z.string() });
const phrases = z.array(
  z.object({
    phrase: z.string(),
    text: z.string(),
    reference_datetime: z.string().nullable(),
    expected: z.object({
      kind: z.enum(["date", "time", "datetime", "daterange", "timerange"]),
      values: z.array(z.union([z.string(), span])),
    }),
    spec_type: z.string(),
    meridiem_unstated: z.boolean().optional(),
  }),
);
type Phrase = z.infer<typeof phrases>[number];
type Verdict = "agree" | "refused" | "differs";

/** Where we read another thing on purpose. Without an entry here, a difference is a fault. */
const ourConventions: Record<string, string> = {
  "at lunch": "a start time is asked, and lunch is noon",
  lunchtime: "a start time is asked, and lunch is noon",
  "end of March": "late is from the 21st on, not the second half",
  "early next month": "early is up to the 10th, not the first half",
  "mid next week": "the middle of a week is Tuesday to Thursday, without the Friday",
  "from Feb 1st to March 2019": "to a month is to its end",
  "between Feb 1st and March 2019": "to a month is to its end",
  "2 days hence": "a day, like 'in 2 days', not a span up to it",
  "month of september.16th": "September 16th, which is named",
};

const startsOf = ({ expected }: Phrase): string[] =>
  expected.values.map((value) => (typeof value === "string" ? value : value.start));

function judgeTime(item: Phrase, text: string): Verdict {
  const reading = readTime(text);
  if (reading.kind !== "time") return "refused";
  const twelveHoursAway = (time: string) =>
    `${String((Number(time.slice(0, 2)) + 12) % 24).padStart(2, "0")}${time.slice(2)}`;
  const starts = startsOf(item).flatMap((time) =>
    item.meridiem_unstated ? [time, twelveHoursAway(time)] : [time],
  );
  return starts.includes(reading.time) ? "agree" : "differs";
}

async function judgeDate(item: Phrase, text: string): Promise<Verdict> {
  const today = (item.reference_datetime ?? "").slice(0, 10);
  const reading = await readDate(text, { today });
  if (reading.kind === "unreadable" || reading.kind === "ambiguous") return "refused";
  const isSpan = item.spec_type === "daterange";
  if (reading.kind === "date") {
    return !isSpan && startsOf(item).some((start) => start.startsWith(reading.date)) ? "agree" : "differs";
  }
  if (reading.kind !== "range") return "differs";
  // Theirs may have begun before today, and may end on the day after ours.
  const fits = item.expected.values.some((value) => {
    if (typeof value === "string") return false;
    const [start, end] = [value.start.slice(0, 10), value.end.slice(0, 10)];
    return reading.from === laterOf(start, today) && [end, addDays(end, -1)].includes(reading.to);
  });
  return fits ? "agree" : "differs";
}

async function judgeAll(field: "phrase" | "text", kinds: Phrase["expected"]["kind"][]) {
  const counts = { agree: 0, refused: 0, differs: 0 };
  const differing: string[] = [];
  for (const item of phrases.parse(readSharedData("date-phrases/phrases.json"))) {
    const { kind } = item.expected;
    if (!kinds.includes(kind)) continue;
    const isTime = kind === "time" || kind === "timerange";
    const verdict = isTime ? judgeTime(item, item[field]) : await judgeDate(item, item[field]);
    counts[verdict] += 1;
    if (verdict === "differs") differing.push(item.phrase);
  }
  return { ...counts, differing };
}

// Measured; `agree` may only rise, and `differs` only fall. Whole texts are refused more often, most of them ("I'll be out …")
// rightly: said to an appointment desk, these are the days on which the customer is not at home.
describe.each([
  {
    name: "dates",
    kinds: ["date", "datetime"],
    phrase: { agree: 55, differs: 0 },
    text: { agree: 51, differs: 0 },
  },
  {
    name: "date ranges",
    kinds: ["daterange"],
    phrase: { agree: 69, differs: 7 },
    text: { agree: 38, differs: 5 },
  },
  { name: "times", kinds: ["time"], phrase: { agree: 39, differs: 0 }, text: { agree: 36, differs: 0 } },
  {
    name: "time ranges",
    kinds: ["timerange"],
    phrase: { agree: 18, differs: 2 },
    text: { agree: 7, differs: 1 },
  },
] as const)("the recorded $name", ({ kinds, ...measured }) => {
  it.each(["phrase", "text"] as const)(
    "are read as the spec reads their %s, asked again, or on our list",
    async (field) => {
      const { agree, differs, differing } = await judgeAll(field, [...kinds]);

      expect(differing.filter((phrase) => !(phrase in ourConventions))).toEqual([]);
      expect(agree).toBeGreaterThanOrEqual(measured[field].agree);
      expect(differs).toBeLessThanOrEqual(measured[field].differs);
    },
  );
});
