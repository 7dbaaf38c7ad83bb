/** A message is kept for 24 hours. */
export const messageLifeSeconds = 24 * 60 * 60;
/** The facts of a conversation are kept for 7 days after the last change of its head: a message, a fact, or what a page sets. */
export const factsLifeSeconds = 7 * 24 * 60 * 60;
/** Renewed with each sign-in; a session of 8 hours may keep the conversation alive for 7 days after its end. */
export const pointerLifeSeconds = factsLifeSeconds + 8 * 60 * 60;
