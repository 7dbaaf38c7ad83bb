import { type Intent, intentsIn, isForeign } from "./phrases.ts";
import { readWish } from "./wishes.ts";

export const englishOnly = "I am sorry, I only speak English. Could you write that in English, please?";
const abilities =
  "I can show your projects and their status, schedule or cancel an appointment, tell you who is coming and our business hours, and add or read notes.";

const answers: Partial<Record<Intent, string>> = {
  outside: `I am sorry, I can't do that. ${abilities}`,
  greeting: `Hello! ${abilities} What can I do for you?`,
  thanks: "You're welcome! Is there anything else I can do for you?",
  farewell: "Goodbye, and thank you.",
  help: `I am the scheduling assistant. ${abilities}`,
  feeling: "I hear you, and thank you for telling me. What about your projects can I help with?",
};

/** Small talk, and a plain no to what is none of our business. */
export function smallTalk(words: string): string {
  if (words === "") return `I did not get any words. ${abilities}`;
  const intents = intentsIn(words);
  const intent = intents.includes("outside") ? "outside" : intents.at(-1);
  if (intent === undefined && isForeign(words)) return englishOnly;
  if (intent === undefined && readWish(words).answer)
    return "All right. Is there anything else I can do for you?";
  return (
    (intent && answers[intent]) ?? `I am not sure what you mean. ${abilities} Which of these would you like?`
  );
}
