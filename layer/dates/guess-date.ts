import type { LocalDate } from "#layer/domain/project.ts";
import { dateOf } from "./today.ts";
import { tokenise } from "./tokens.ts";
import { fillers } from "./vocabulary.ts";

/**
 * Asks chrono-node about a phrase that our own rules know nothing of; undefined unless it is certain of the day and nothing
 * but known filling is left over (it finds "Friday" in "the Friday after next", and "now" in "2 wks from now"). It is loaded
 * only here, since a cold start must not pay for it, and told noon of today in offset 0: it knows no IANA zones, and of its
 * answer only the calendar fields are taken.
 */
export async function guessDate(text: string, today: LocalDate): Promise<LocalDate | undefined> {
  const { casual } = await import("chrono-node/en");
  const reference = { instant: new Date(`${today}T12:00:00Z`), timezone: 0 };
  const [found, ...others] = casual.parse(text, reference, { forwardDate: true });
  if (found === undefined || others.length > 0 || found.end) return undefined;
  const { start } = found;
  if (!start.isCertain("weekday") && !(start.isCertain("day") && start.isCertain("month"))) return undefined;
  const around = `${text.slice(0, found.index)} ${text.slice(found.index + found.text.length)}`;
  const rest = tokenise(around, text.length + 1) ?? [];
  if (rest.some((token) => token.kind !== "word" || !fillers.has(token.text))) return undefined;
  const [year, month, day] = [start.get("year"), start.get("month"), start.get("day")];
  return year === null || month === null || day === null ? undefined : dateOf(year, month, day);
}
