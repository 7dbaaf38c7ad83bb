/** The English words that dates and times are written in. All lower case, but the names, which are also printed. */
export const weekdayNames = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
] as const;

export const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const cardinals =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );
const ordinals =
  "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(
    " ",
  );

const numbered = (names: readonly string[], first = 0): [string, number][] =>
  names.map((name, index) => [name.toLowerCase(), index + first]);
const words = (text: string): string[] => text.split(" ");
/** `"1 a b 2 c"`: other spellings behind the number they stand for. */
function spellings(text: string): [string, number][] {
  let value = 0;
  return words(text).flatMap((word): [string, number][] => {
    if (!/^\d+$/.test(word)) return [[word, value]];
    value = Number(word);
    return [];
  });
}

export const weekdays: ReadonlyMap<string, number> = new Map([
  ...numbered(weekdayNames),
  ...spellings(
    "0 sun 1 mon munday 2 tue tues teusday tuseday 3 wed weds wensday wednsday wendesday 4 thu thur thurs thrusday thursdy 5 fri firday firiday 6 sat satuday saterday",
  ),
]);

export const months: ReadonlyMap<string, number> = new Map([
  ...numbered(monthNames, 1),
  ...spellings(
    "1 jan 2 feb febuary feburary 3 mar 4 apr 6 jun 7 jul 8 aug 9 sep sept 10 oct 11 nov 12 dec decemeber",
  ),
]);

export const cardinalWords: ReadonlyMap<string, number> = new Map([
  ...numbered(cardinals),
  ["thirty", 30],
  ["forty", 40],
  ["fifty", 50],
]);
export const ordinalWords: ReadonlyMap<string, number> = new Map([...numbered(ordinals), ["thirtieth", 30]]);

/** Units of the calendar, in days; months and years are counted by the calendar. */
export const units: ReadonlyMap<string, "day" | "week" | "month" | "year"> = new Map([
  ["day", "day"],
  ["days", "day"],
  ["week", "week"],
  ["weeks", "week"],
  ["wk", "week"],
  ["wks", "week"],
  ["month", "month"],
  ["months", "month"],
  ["year", "year"],
  ["years", "year"],
]);

export const tomorrowWords = "tomorrow|tommorow|tommorrow|tomorow|tomorrows|tmrw|tmrrw|tmr|tmw|2morrow";

/** What may stand around a date or time without changing it. */
export const fillers: ReadonlySet<string> = new Set(
  words(
    "a an the of on in at for and then so ok okay well um uh hmm oh hi hello hey yes yeah yep sure please pls thanks thank you " +
      "how about what what's whats is that's thats that it it's its do does did let's lets let us go with make book schedule set " +
      "take pick choose prefer want wanted need like love would i'd id i'll ill i i'm im we we'd we'll me my can could may might " +
      "will shall should be have has get there there's any anything some something sometime time times date day slot one option " +
      "appointment visit work works fine good great perfect best ideally maybe perhaps probably possibly preferably actually " +
      "available free open to come this just instead onward onwards around about approximately roughly exactly",
  ),
);

/** What may turn a date into its opposite or into another one: nothing is read around them, unless a rule took them up. */
export const blockers: ReadonlySet<string> = new Set(
  words(
    "not no nope never none neither nor except excluding but without than besides cannot cant wont dont isnt doesnt " +
      "unless avoid avoiding unavailable busy other another different since ago previous past earlier later before after " +
      "until till til by every each last skip following thousand hundred few several couple easter christmas xmas thanksgiving halloween eve memorial labor holiday holidays birthday bad worse conflict taken full unable impossible away working",
  ),
);
