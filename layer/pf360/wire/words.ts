/**
 * What PF360's sentences say, as far as earlier clients of the API had to tell them apart (fact sheet, sections 1.4 to
 * 1.6). Handed lower-case text; every expression is linear.
 */

const slotGone = [
  /\b(slot|time|date|window)s?\b[^|.]{0,60}\b(taken|gone|unavailable|not available|no longer|already (been )?booked|expired|fully booked|(is|are) full)\b/,
  /\b(no longer|not) available\b/,
  /\brequest[_ ]?id\b[^|.]{0,40}\b(expired|invalid|not found|unknown)\b/,
  /\b(expired|invalid|unknown|stale)\b[^|.]{0,20}\brequest[_ ]?id\b/,
];

const alreadyScheduled = [
  /\balready (been )?(scheduled|requested|booked)\b/,
  /\balready (contains|has) an? (technician|appointment)\b/,
  /\bnot allowed (when|while|once)\b[^|.]{0,20}\b(booked|scheduled)\b/,
];

const notFound = [
  /\b(project|appointment|customer|order)\b[^|.]{0,30}\b(not found|not exist)\b/,
  /\bno (project|appointment)s?\b/,
];

const badState = [
  /\bstatus should be\b/,
  /\binvalid\b/,
  /\b(not allowed|not permitted|denied|refused|failed|cannot|can't|can not|could not|couldn't|unable to)\b/,
  /\b(not|never) (yet )?(been )?(cancell?ed|scheduled|booked|saved|added|successful)\b/,
];

const repeatedStep = /\binvalid process step\b/;
const broken = /\b(internal|server error|time[- ]?d? ?out|exception|unexpected|something went wrong)\b/;
const review = /\breview|\brequest(?![_ ]?id\b)|\bapprov|\bpending\b|\bawait/;

const done = {
  schedule: /\b(success|successful|successfully|scheduled|booked|confirmed|submitted|received)\b/,
  cancel: /\b(success|successful|successfully|cancell?ed)\b/,
  add_note: /\b(success|successful|successfully|added|saved|created)\b/,
};

export type Refusal = "slot_taken" | "already_scheduled" | "not_found" | "bad_state";

/** Why PF360 refused; undefined when its words do not say so. */
export function readRefusal(words: string): Refusal | undefined {
  const says = (forms: readonly RegExp[]) => forms.some((form) => form.test(words));
  if (says(alreadyScheduled) && !/\bslot/.test(words)) return "already_scheduled";
  if (says(slotGone)) return "slot_taken";
  if (says(notFound)) return "not_found";
  return says(badState) ? "bad_state" : undefined;
}

/** The step does not fit the project's state: for a booking that it is a second one. */
export function saysStepRepeated(words: string): boolean {
  return repeatedStep.test(words);
}

/** PF360 itself broke down, so that what it did is not known. */
export function saysBroken(words: string): boolean {
  return broken.test(words);
}

/** The office must still agree. */
export function saysReview(words: string): boolean {
  return review.test(words);
}

/** The write was carried out. */
export function saysDone(words: string, operation: keyof typeof done): boolean {
  return done[operation].test(words);
}

/**
 * The first sentence says that the write was carried out, and refuses nothing: "Appointment cancelled. This cannot be
 * undone." is no refusal, whatever stands behind.
 */
export function opensDone(words: string, operation: keyof typeof done): boolean {
  const [first = ""] = words.split(/[.!;|]/, 1);
  return saysDone(first, operation) && readRefusal(first) === undefined;
}

/** There is nothing to list, said in words only. */
export function saysNone(words: string): boolean {
  return /\bno\b[^|.]{0,40}\b(found|available|data|records?|projects?|slots?|dates?|notes?|hours)\b|\bnot found\b/.test(
    words,
  );
}
