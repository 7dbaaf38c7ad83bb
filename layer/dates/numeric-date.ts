import type { LocalDate } from "#layer/domain/project.ts";
import type { DateItem } from "./date-item.ts";
import { dateOf } from "./today.ts";

/**
 * Reads `2026-12-03` (also with a time behind it), `12/3/2026`, `12-03-26`, `3.12.2026` and `12/3`. Slashes and hyphens are
 * in US order, month first, unless the first number can be no month; dots are in no agreed order, so both readings count.
 */
export function readNumericDate(text: string, today: LocalDate): DateItem {
  const numbers = text.split(/\D/).slice(0, 3);
  const [first = 0, second = 0, third] = numbers.map(Number);
  if (numbers[0]?.length === 4) return { kind: "dates", dates: real(dateOf(first, second, third ?? 0)) };
  const [month, day] = first > 12 ? [second, first] : [first, second];
  // Any leap year will do to tell whether the day exists in some year.
  if (third === undefined) {
    return dateOf(2000, month, day) ? { kind: "month-day", month, day } : { kind: "dates", dates: [] };
  }
  const century = Math.floor(Number(today.slice(0, 4)) / 100) * 100;
  const year = third < 100 ? century + third : third;
  const dayFirst = text.includes(".") ? dateOf(year, second, first) : undefined;
  return { kind: "dates", dates: [...new Set([...real(dateOf(year, month, day)), ...real(dayFirst)])] };
}

function real(date: LocalDate | undefined): LocalDate[] {
  return date === undefined ? [] : [date];
}
