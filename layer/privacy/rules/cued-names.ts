import { isAnyNameWord, isNameWord, nameFrom } from "../name-words.ts";
import { phrases, skip } from "../phrases.ts";
import type { Reading } from "../reading.ts";
import type { Rule } from "../rule.ts";

/** After these comes a name, however it is written. */
const sure = phrases(
  ...[
    "my name is",
    "my name's",
    "my full name is",
    "name is",
    "name:",
    "name's",
    "first name is",
    "last name is",
  ],
  ...[
    "surname is",
    "maiden name is",
    "nickname is",
    "name?",
    "name ?",
    "mr",
    "mrs",
    "ms",
    "dr",
    "mr.",
    "mrs.",
    "ms.",
    "dr.",
    "prof.",
  ],
);
/** After these comes a name when it is written as one. */
const likely = phrases(
  ...[
    "i am",
    "i'm",
    "this is",
    "it's",
    "call me",
    "called",
    "named",
    "hi",
    "hello",
    "hey",
    "dear",
    "thanks",
    "thank you",
  ],
  ...[
    "regards",
    "cheers",
    "sincerely",
    "ask for",
    "speak to",
    "speak with",
    "talk to",
    "contact",
    "under",
    "from",
    "by",
  ],
  ...[
    "husband",
    "wife",
    "partner",
    "spouse",
    "son",
    "daughter",
    "brother",
    "sister",
    "mother",
    "father",
    "mom",
    "dad",
  ],
  ...[
    "kid",
    "child",
    "friend",
    "neighbor",
    "neighbour",
    "tenant",
    "landlord",
    "roommate",
    "nanny",
    "boss",
    "assistant",
  ],
  ...["miss", "mister", "sir", "madam", "technician", "installer", "signed"],
);
const fillers = new Set([",", ".", ":", '"', "'", "(", "-", "is", "s"]);
const mostFillers = 4;

/** Names by the words before them. */
export const cuedNames: Rule = (reading) => {
  for (let index = 0; index < reading.tokens.length; index += 1) {
    takeName(reading, sure(reading.tokens, index), true);
    takeName(reading, likely(reading.tokens, index), false);
  }
};

function takeName(reading: Reading, cueEnd: number | undefined, isSure: boolean): void {
  if (cueEnd === undefined) return;
  const from = skip(reading.tokens, cueEnd, fillers, mostFillers);
  // Who writes the first word small writes all of them small; else what is small behind it is the sentence going on.
  const isSmall = isSure && !isNameWord(reading.tokens[from]);
  const { to, words } = nameFrom(reading, from, isSmall ? isAnyNameWord : isNameWord);
  if (words > 0) reading.take("name", from, to);
}
