import type { EarlierPromise } from "./promises.ts";

export const auditPromises: readonly EarlierPromise[] = [
  {
    promise: "Every operation on state is audited, clearing and attempts across tenants included: 100 %.",
    reason:
      "What changes a session, an appointment or a note, or deletes: what is said is kept for a day and not audited.",
    tests: [
      {
        file: "security/promises-kept.test.ts",
        title: "has intent and outcome of everything that a customer changes, in chains that verify",
      },
      {
        file: "unit/action-groups/audited-writes.test.ts",
        title: "%s stands in the audit log with its intent before and its outcome after",
      },
      {
        file: "unit/action-groups/audited-writes.test.ts",
        title: "%s is not sent when it cannot be audited",
      },
      {
        file: "unit/frontend-bff/routes/create-session.test.ts",
        title: "counts %s when %s comes with another's token",
      },
      {
        file: "unit/layer/sessions/revoke-sessions.test.ts",
        title: "is written down before and after, as an operator's doing",
      },
    ],
  },
  {
    promise: "Audit events carry no personal data: 0.",
    tests: [
      {
        file: "unit/layer/audit/audit-event.test.ts",
        title: "takes no hostile text as its %s, and repeats none",
      },
      {
        file: "unit/layer/audit/audit-event.test.ts",
        title: "takes no random text anywhere, but what has the very form of an id",
      },
      { file: "integration/purge.test.ts", title: "names nobody in the audit log, the metrics or the log" },
      { file: "security/canary-inputs.test.ts", title: "put in at %s stand nowhere but where they belong" },
    ],
  },
  {
    promise: "Audit trails are full, can be relied on, and are retained.",
    reason: "Six years; export to cold storage is the operator's, on a plan of their own.",
    tests: [
      {
        file: "security/promises-kept.test.ts",
        title: "is the one table with customers' doings that nothing is ever deleted from",
      },
      {
        file: "unit/layer/audit/verify-days.test.ts",
        title: "finds any change of any field of any row, any removal, any swap and any row too many",
      },
      {
        file: "integration/audit-cli.test.ts",
        title: "seals once, verifies, exports, and finds what was changed afterwards",
      },
    ],
  },
  {
    promise: "Who may read the audit log is controlled.",
    reason:
      "No route reads it; that an auditor's role alone may read the table is a policy of the deployment.",
    tests: [
      {
        file: "unit/layer/audit/export-days.test.ts",
        title: "has nothing of another tenant, and of an empty day its seal alone",
      },
    ],
  },
  {
    promise: "The trails are those that HIPAA asks for.",
    reason:
      "No program can promise to comply with a law; what the log holds, and what not, is promised above.",
  },
  {
    promise: "A penetration test was done, and found no critical vulnerability: 0.",
    reason:
      "Somebody else's to do. What a machine can try again with every change stands in tests/security: tokens, ids, origins, floods, raw requests, hostile models, canaries.",
  },
  {
    promise: "The compliance officer has signed.",
    reason: "A person's act, on what runs in their own account.",
  },
];
