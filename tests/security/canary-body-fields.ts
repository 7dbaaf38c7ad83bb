import type { CanaryInput } from "./canary-inputs.ts";
import type { CanaryScene } from "./canary-scene.ts";
import { type Planted, plantedKinds } from "./canary-values.ts";

export type Visitor = Awaited<ReturnType<CanaryScene["signIn"]>>;

/**
 * The agent is given a phone number on purpose (a note to the crew may be about it), so it is where an agent's words are: in the
 * prompts, and in what Bedrock was told and traced.
 */
const withTheAgent = ["prompt", "trace", "invocation"];
/** And where the agent says it again, the customer reads it. */
const saidAgain = [...withTheAgent, "answer"];
/** Bedrock tells an action's Lambda what the customer has said. */
const calledFor = [...withTheAgent, "lambda event"];

/** One field of a body, with the bodies that have the planted values in it. */
export interface BodyField {
  field: string;
  /** How a request with it is answered. */
  status: number;
  bodies(planted: Planted, me: Visitor): unknown[];
  belongsIn?: CanaryInput["belongsIn"];
  /** The model repeats the customer's words unless said: `parrot` has a specialist call an action instead. */
  speaks?: "parrot" | "scripted";
}

const eachKind = (planted: Planted, body: (value: string) => unknown) =>
  plantedKinds.map((kind) => body(planted[kind]));
const message = (text: string, id: string = crypto.randomUUID()) => ({
  id,
  role: "user",
  parts: [{ type: "text", text }],
});
const unknownField = (status: number): BodyField => ({
  field: "a field that it does not have",
  status,
  bodies: ({ text }) => [{ note: text }],
});

/** Every field of a body that a route reads, and one that it does not. */
export const bodyFields: Readonly<Record<string, readonly BodyField[]>> = {
  "POST /api/session": [
    { field: "the earlier token", status: 200, bodies: ({ text }) => [{ token: text }] },
    unknownField(400),
  ],
  "POST /api/session/refresh": [
    { field: "the refresh token", status: 401, bodies: ({ text }) => [{ refresh_token: text }] },
    unknownField(400),
  ],
  "DELETE /api/session": [unknownField(204)],
  "POST /api/chat": [
    {
      field: "the message, said again by the agent",
      status: 200,
      bodies: ({ text }, me) => [me.bodyOf(text)],
      belongsIn: { phone: saidAgain },
    },
    {
      field: "the message, passed on to a specialist",
      status: 200,
      bodies: ({ text }, me) => [me.bodyOf(text)],
      belongsIn: { phone: calledFor },
      speaks: "parrot",
    },
    {
      field: "a note to be left",
      status: 200,
      bodies: ({ text }, me) => [me.bodyOf(`Please leave a note on my windows installation: ${text}`)],
      // The note itself goes to PF360 with the phone number in it; our own copy of it has none.
      belongsIn: { phone: [...calledFor, "lambda answer"] },
      speaks: "scripted",
    },
    {
      field: "the message's id",
      status: 200,
      bodies: (planted, me) =>
        eachKind(planted, (id) => me.bodyOf("", { messages: [message("Hello there", id)] })),
    },
    {
      field: "messages before the last",
      status: 200,
      bodies: ({ text }, me) => [
        me.bodyOf("", { messages: [message(text), { ...message(text), role: "assistant" }, message("Hi")] }),
      ],
    },
    {
      field: "the conversation's id",
      status: 409,
      bodies: ({ text }, me) => [me.bodyOf("Hi", { id: text })],
    },
    {
      field: "the confirmation's id",
      status: 200,
      bodies: (planted, me) =>
        eachKind(planted, (id) => me.bodyOf("Yes", { confirmation: { id, approved: true } })),
      // The card of a question that is no longer open has the id that the page itself has sent.
      belongsIn: Object.fromEntries(plantedKinds.map((kind) => [kind, ["answer"]])),
    },
    {
      field: "fields that it does not read",
      status: 200,
      bodies: ({ text }, me) => [me.bodyOf("Hi", { metadata: { text }, note: text })],
    },
  ],
  "POST /api/chat/simple": [
    {
      field: "the message",
      status: 200,
      bodies: ({ text }) => [{ message: text }],
      belongsIn: { phone: saidAgain },
    },
    {
      field: "the message's id",
      status: 200,
      bodies: (planted) => eachKind(planted, (message_id) => ({ message: "Hello there", message_id })),
    },
    {
      field: "the confirmation's id",
      status: 200,
      bodies: (planted) =>
        eachKind(planted, (id) => ({ message: "Yes", confirmation: { id, approved: true } })),
      belongsIn: Object.fromEntries(plantedKinds.map((kind) => [kind, ["answer"]])),
    },
    { ...unknownField(400), bodies: ({ text }) => [{ message: "Hi", note: text }] },
  ],
  "PATCH /api/conversation": [
    { field: "the language", status: 400, bodies: ({ text }) => [{ turn: 0, language: text }] },
    { field: "the open question", status: 400, bodies: ({ text }) => [{ turn: 0, open_question: text }] },
    {
      field: "facts and messages",
      status: 400,
      bodies: ({ text }) => [
        { turn: 0, facts: { intent: text } },
        { turn: 0, intent: text },
        { turn: 0, messages: [message(text)] },
      ],
    },
  ],
  "DELETE /api/conversation": [unknownField(200)],
};
