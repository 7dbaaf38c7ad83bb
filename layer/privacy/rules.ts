import type { Rule } from "./rule.ts";
import { addresses } from "./rules/addresses.ts";
import { birthDates } from "./rules/birth-dates.ts";
import { cards } from "./rules/cards.ts";
import { cuedNames } from "./rules/cued-names.ts";
import { emails } from "./rules/emails.ts";
import { keepDatesAndAmounts, keepReferences } from "./rules/harmless-numbers.ts";
import { ibans } from "./rules/ibans.ts";
import { ips } from "./rules/ips.ts";
import { knownIds, knownValues } from "./rules/known-values.ts";
import { longNumbers } from "./rules/long-numbers.ts";
import { records } from "./rules/records.ts";
import { passwords, secrets } from "./rules/secrets.ts";
import { spelledEmails } from "./rules/spelled-emails.ts";
import { ssns } from "./rules/ssns.ts";
import { writtenNames } from "./rules/written-names.ts";

/**
 * `model`: only what no scheduling agent ever needs; names, phone numbers, addresses and mail addresses stay, since a
 * note to the crew may be about them. `storage`: all that may be someone's.
 */
export type Mode = "storage" | "model";

/** Who books is grown up, and no visit is that long ago: "not on my birthday, better on 12/03/2026" stays. */
const latestBirthYear = 2015;

/** In the order in which they claim. */
export const rulesOf: Readonly<Record<Mode, readonly Rule[]>> = {
  model: [
    knownIds,
    secrets,
    ibans,
    ips,
    birthDates({ latestYear: latestBirthYear }),
    keepDatesAndAmounts,
    ssns,
    cards,
    records,
  ],
  storage: [
    knownIds,
    knownValues,
    secrets,
    passwords,
    emails,
    spelledEmails,
    ibans,
    ips,
    birthDates(),
    keepDatesAndAmounts,
    ssns,
    cards,
    records,
    keepReferences,
    addresses,
    longNumbers,
    cuedNames,
    writtenNames,
  ],
};
