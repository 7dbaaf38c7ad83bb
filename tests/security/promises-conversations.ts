import type { EarlierPromise } from "./promises.ts";

const store = "integration/conversation-store.test.ts";
const messages = "integration/conversation-messages.test.ts";
const routes = "unit/frontend-bff/routes";
const bench = "Tests assert no times: npm run bench prints it beside its bound, for 10 and for 500 messages.";

/** Of what is kept of a conversation, and of what must not be. */
export const conversationPromises: readonly EarlierPromise[] = [
  {
    promise: "Summaries live 7 days and messages 24 hours.",
    tests: [
      { file: messages, title: "keeps a message for 24 hours and the head for seven days after it" },
      {
        file: messages,
        title: "serves no message after its 24 hours, and says of no page that more follow which are over",
      },
      {
        file: store,
        title: "serves and revives no conversation after its seven days; the next sign-in opens another",
      },
      {
        file: "integration/deletion-sweep.test.ts",
        title: "is never served from $name, and a sweep removes it",
      },
    ],
  },
  {
    promise: "Every conversation is kept as long as promised: 100 %.",
    tests: [
      {
        file: "integration/conversation-days.test.ts",
        title:
          "restores its words for a day, tells the agent its facts for a week, and is another one after that",
      },
      {
        file: "integration/conversation-races.test.ts",
        title: "lose nothing: numbers unique and rising, every fact kept, a version for each change",
      },
      {
        file: "unit/frontend-bff/turn/kept-turn.test.ts",
        title: "is the customer's message and the answer, numbered, under the client's id and the run's",
      },
    ],
  },
  {
    promise: "There is no personal data in summaries and facts: 0 %.",
    tests: [
      {
        file: "unit/layer/conversations/facts-change.test.ts",
        title: "is of the closed vocabulary or is refused, whatever a caller without types hands in",
      },
      {
        file: "unit/frontend-bff/turn/learn-facts.test.ts",
        title:
          "are of the closed vocabulary whatever actions answer, and their change says what became of them",
      },
      { file: "security/canary-inputs.test.ts", title: "put in at %s stand nowhere but where they belong" },
    ],
  },
  {
    promise: "Text is scrubbed on the server before it is stored, always.",
    reason:
      "How much of what is personal the scrubber finds, npm run bench prints; no scrubber finds all of it.",
    tests: [
      {
        file: "unit/frontend-bff/turn/kept-turn.test.ts",
        title: "is scrubbed as a whole before it is kept, and mildly before the agent is told",
      },
      { file: "security/canary-inputs.test.ts", title: "put in at %s stand nowhere but where they belong" },
      { file: "security/canary-inputs.test.ts", title: "hold placeholders where the conversation is kept" },
    ],
  },
  {
    promise: "A conversation is restored in at least 99 of 100 cases.",
    tests: [
      {
        file: `${routes}/get-conversation.test.ts`,
        title: "restores the messages within 24 hours and none after, while the facts stay for seven days",
      },
      {
        file: "e2e/whole-system-sessions.test.ts",
        title: "restores the conversation after a reload, word for word, and goes on with it",
      },
    ],
  },
  {
    promise: "A conversation is read within 200 ms (elsewhere 300).",
    reason: bench,
    tests: [
      {
        file: "security/promises-kept.test.ts",
        title: "is read, gone on with and patched by the same number of requests to DynamoDB",
      },
    ],
  },
  {
    promise: "A conversation is saved within 300 ms.",
    reason: bench,
    tests: [
      {
        file: "integration/conversation-races.test.ts",
        title: "is the same number of requests with 500 messages as with two",
      },
    ],
  },
  {
    promise: "A conversation is cleared within 200 ms.",
    reason:
      "Gone for every reader it is by the marks on the heads, whose cost is constant. The receipt may take longer than that, as npm run bench prints: each item is deleted and looked for again, and in AWS it waits a second until the indexes show everything.",
    tests: [
      {
        file: "security/promises-kept.test.ts",
        title: "is cleared by one request for each message more, and one to find every 25 of them",
      },
      { file: store, title: "is gone for every reader and writer once it is marked, and removed whole" },
    ],
  },
  {
    promise: "Writes compare the turn's number and swap; there are no races.",
    tests: [
      {
        file: `${routes}/patch-conversation.test.ts`,
        title: "answers %s with a conflict that says the present ones, and changes nothing",
      },
      {
        file: "unit/frontend-bff/conversation-interleavings.test.ts",
        title: "loses no turn in any order, numbers each once, and takes none that the server did not write",
      },
      {
        file: store,
        title:
          "takes every one of many writes at once: numbers unique and rising, facts kept, versions counted",
      },
    ],
  },
  {
    promise: "Clearing deletes everything; that is verified, and audited.",
    tests: [
      {
        file: "integration/purge.test.ts",
        title: "leaves nothing of a customer who has asked, booked and left a note",
      },
      {
        file: `${routes}/delete-conversation.test.ts`,
        title: "deletes everything of the customer and answers the receipt",
      },
      {
        file: "unit/layer/deletion/purge.test.ts",
        title: "is audited: the intent before anything is touched, the outcome after all of it",
      },
      {
        file: "unit/layer/deletion/purge-interleavings.test.ts",
        title:
          "leaves nothing of the customer and everything of the others, in 10,000 interleavings (part %i)",
      },
    ],
  },
  {
    promise: "Deleting talk after 24 hours does not violate what must be retained.",
    reason: "Both were promised: the audit log is kept six years, what was said is not.",
    tests: [
      {
        file: "security/promises-kept.test.ts",
        title: "is the one table with customers' doings that nothing is ever deleted from",
      },
    ],
  },
  {
    promise: "A rollback keeps the conversations.",
    reason:
      "A rollback repoints aliases, of agents or of functions; tables belong to neither. That a deployment never replaces them is the infrastructure's to prove.",
    tests: [
      {
        file: "integration/start.test.ts",
        title: "keeps keys and sessions over a restart in its data folder, and only there",
      },
    ],
  },
];
