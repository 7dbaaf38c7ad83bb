import type { EarlierPromise } from "./promises.ts";

const bff = "unit/frontend-bff";
const routes = `${bff}/routes`;
const auth = "unit/layer/auth";

export const tokenPromises: readonly EarlierPromise[] = [
  {
    promise: "A token lives 30 minutes, an hour, 15 minutes, or 5 to 15 minutes, and that can be set.",
    reason:
      "Four figures that exclude each other: 15 minutes are settled, 5 to 15 can be set; a session lives 8 hours.",
    tests: [
      {
        file: `${auth}/session-token.test.ts`,
        title: "says session, tenant, version and purpose for 15 minutes",
      },
      { file: `${routes}/create-session.test.ts`, title: "makes tokens of the life that was set" },
      {
        file: `${bff}/config.test.ts`,
        title: "with a malformed %s (%s) stop the start, name it and show no value",
      },
      {
        file: `${routes}/refresh-session.test.ts`,
        title: "never goes past eight hours after the sign-in, however busy the session is",
      },
    ],
  },
  {
    promise: "No expired token is accepted: 0.",
    tests: [
      { file: `${bff}/app.test.ts`, title: "$name answers $what with the one 401" },
      {
        file: "integration/session-store.test.ts",
        title: "serves no expired session and lets no write revive it",
      },
    ],
  },
  {
    promise: "Every request of somebody who may not is rejected, with 401 or 403: 100 %.",
    tests: [
      { file: `${bff}/app.test.ts`, title: "$name answers $what with the one 401" },
      {
        file: `${bff}/middleware/origins.test.ts`,
        title: "are refused, every one, for a request and for a preflight",
      },
      { file: "security/mutated-tokens.test.ts", title: "is refused however its text is changed" },
      {
        file: `${auth}/token-form.test.ts`,
        title:
          "with the library behind it accepts none of the invalid vectors of Wycheproof, and the valid pinned ones",
      },
    ],
  },
  {
    promise:
      "A token is made within 500 ms on average and 1,000 ms in 95 of 100 cases, and checked within 50 ms.",
    reason:
      "Tests assert no times: npm run bench prints signing in and verifying beside their bounds, both below these.",
  },
  {
    promise: "Making a token succeeds in more than 99 of 100 cases.",
    reason:
      "A figure of a running service, for its alarms; what is tested is that each thing that may fail is told as what it is and leaves nothing behind.",
    tests: [
      {
        file: `${routes}/create-session.test.ts`,
        title: "answers upstream_down, not 401, while the issuer's keys cannot be read",
      },
      {
        file: `${routes}/create-session.test.ts`,
        title: "gives up with upstream_down, and leaves nothing behind, while revocations keep coming",
      },
    ],
  },
  {
    promise: "Tokens are rotated: each GET of the conversation brings a fresh one.",
    reason:
      "With each GET two tabs would log each other out: at most every four minutes, the same for both, and never from one purpose into the other.",
    tests: [
      {
        file: `${routes}/get-conversation.test.ts`,
        title:
          "rotates the token for managing, and never into one for turns, once it is of an earlier four minutes, the same for everybody who asks within these",
      },
    ],
  },
  {
    promise: "Refreshing does not interrupt a long chat; the page refreshes with 5 minutes left.",
    reason: "With 3 of 15 minutes left, and at the latest after a 401; nobody notices either.",
    tests: [
      {
        file: "unit/frontend/session.test.ts",
        title: "are refreshed before a call once twelve of their fifteen minutes have passed, not sooner",
      },
      {
        file: "unit/frontend/session.test.ts",
        title: "are refreshed after a 401, and the same request is sent again, once",
      },
      {
        file: "e2e/whole-system-sessions.test.ts",
        title: "lets a booking go on in silence when the token runs out in the middle of it",
      },
      {
        file: `${routes}/refresh-session.test.ts`,
        title: "gives twenty tabs that ask at the same time one and the same next token",
      },
    ],
  },
  {
    promise: "Every token has an id of its own.",
    tests: [
      { file: "security/promises-kept.test.ts", title: "have an id each, of which no two are the same" },
    ],
  },
  {
    promise:
      "Tokens carry a list of scopes and a purpose, stream or manage, and both are checked for each token.",
    reason: "The purpose alone says what a token is good for; a list of scopes beside it would say it again.",
    tests: [
      { file: `${bff}/app.test.ts`, title: "$name answers $what with the one 401" },
      {
        file: `${bff}/app.test.ts`,
        title: "lets the hand-signed %s token of this sweep in when nothing is wrong with it",
      },
    ],
  },
  {
    promise: "Revocation is instant.",
    tests: [
      {
        file: `${routes}/own-session.test.ts`,
        title: "signs the session out: nothing of it is good from the next request on",
      },
      {
        file: "integration/sessions-cli.test.ts",
        title: "signs out one customer, then a whole tenant, on the next request, and leaves all others in",
      },
      {
        file: `${routes}/refresh-session.test.ts`,
        title: "ends family, session and every access token when %s is used",
      },
    ],
  },
  {
    promise: "The signing key lies in Secrets Manager, one an environment, without a default.",
    tests: [
      {
        file: `${auth}/secrets-manager-key-ring.test.ts`,
        title: "reads the current version once for many uses, and again after five minutes",
      },
      { file: `${bff}/config.test.ts`, title: "without %s stop the start and name it" },
      {
        file: `${auth}/key-ring.test.ts`,
        title: "stops the start on %s, names the variable and shows no key",
      },
    ],
  },
  {
    promise: "The rotation of the signing key is a procedure, and watched.",
    reason: "The procedure is tested; that somebody watches it belongs to the alarms of the deployment.",
    tests: [
      {
        file: "integration/refresh-key-rotation.test.ts",
        title: "signs nobody out who refreshes in the meantime",
      },
      {
        file: "integration/refresh-key-rotation.test.ts",
        title: "ends what only the dropped key could prove, and nothing else",
      },
    ],
  },
  {
    promise: "A session's id is made of 16 random bytes.",
    reason: "Of 32, from the system's own source.",
    tests: [
      {
        file: `${routes}/create-session.test.ts`,
        title: "makes ids that nobody can guess, anew at each sign-in",
      },
    ],
  },
  {
    promise: "The requests of a session are counted.",
    tests: [
      { file: `${routes}/own-session.test.ts`, title: "counts the requests of a session over refreshes" },
      {
        file: "integration/token-stores.test.ts",
        title: "counts every use, also those at the same time, and when the last one was",
      },
    ],
  },
  {
    promise: "Rates are limited; no figure was given.",
    reason: "The figures, for each kind of request, are those of frontend-bff/limits/limit-figures.ts.",
    tests: [
      {
        file: "security/floods.test.ts",
        title: "of one customer's turns is refused from the limit on; nobody else feels it",
      },
      {
        file: `${bff}/middleware/admission.test.ts`,
        title: "stands under a limit, but the one that says that we live",
      },
    ],
  },
  {
    promise: "Payloads are validated.",
    tests: [
      { file: `${routes}/chat.test.ts`, title: "refuses %s by code, and the agent never hears of it" },
      {
        file: "security/raw-requests.test.ts",
        title: "over the limit is refused by its length at %s, unread",
      },
      { file: "security/raw-requests.test.ts", title: "that holds %s is refused" },
    ],
  },
  {
    promise: "Every streaming endpoint checks the token: 100 %.",
    tests: [
      {
        file: `${bff}/app.test.ts`,
        title:
          "is among the guarded ones unless it is config or health, or its credential stands in its body",
      },
      { file: `${bff}/app.test.ts`, title: "$name answers $what with the one 401" },
    ],
  },
  {
    promise: "Three counters: expired tokens refused, unauthorised requests refused, origins refused.",
    tests: [
      { file: `${bff}/app.test.ts`, title: "counts what it refuses by its kind, and nothing else" },
      {
        file: `${bff}/middleware/origins.test.ts`,
        title: "are refused, every one, for a request and for a preflight",
      },
      {
        file: `${routes}/get-metrics.test.ts`,
        title: "shows what was counted to the holder of any key of the operators' ring",
      },
    ],
  },
  {
    promise: "The customer's bearer lives in their session for 30 minutes; Bedrock is given no token.",
    tests: [
      {
        file: `${routes}/create-session.test.ts`,
        title: "keeps the bearer sealed to that session, and shows it nowhere",
      },
      {
        file: "integration/session-store.test.ts",
        title: "gives back what was minted, with an idle end 30 minutes away",
      },
      { file: "security/canary.test.ts", title: "finds no canary where it does not belong" },
    ],
  },
];
