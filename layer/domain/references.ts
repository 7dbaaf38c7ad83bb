import * as z from "zod";

/**
 * How a customer or a model names a project: its id or its order number. Free text, so it is matched against the
 * customer's own projects and never put into a URL.
 */
export const projectReference = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .describe(
    "The project: its project_id as an earlier action returned it, or the customer's order number. Never invent one.",
  );

export const dateAsWritten = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .describe(
    "The date, exactly as the customer wrote it (for example 'next Tuesday', 'the 21st', '2026-12-03'). Do not convert it.",
  );

export const timeAsWritten = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .describe(
    "The start time, as the customer wrote it or as an earlier action returned it ('1:30 PM', '10', '13:00:00').",
  );

export const noteText = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .describe(
    "The note, in the customer's words, at most 1,000 characters. For instance a gate code or a dog.",
  );

/** The form of a session id: `s_` and 32 bytes in base64url. Anything else is not one. */
export const sessionIdForm = /^s_[A-Za-z0-9_-]{43}$/;

/** The optional parameter of every action; the session attribute wins over it (design, decision 1). */
export const sessionHandle = z
  .string()
  .max(200)
  .describe(
    "The session id of the session context. Leave it out if you do not have it; never ask the customer for it.",
  );
