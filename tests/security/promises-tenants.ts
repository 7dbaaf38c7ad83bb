import type { EarlierPromise } from "./promises.ts";

const origins = "unit/frontend-bff/middleware/origins.test.ts";

/** Of tenants, and of the origins from which their pages may call. */
export const tenantPromises: readonly EarlierPromise[] = [
  {
    promise: "No access across tenants succeeds: 0 %.",
    tests: [
      { file: "security/foreign-ids.test.ts", title: "%s shows and changes nothing of theirs" },
      { file: "security/foreign-ids.test.ts", title: "has some for every route" },
      { file: "security/actions.test.ts", title: "%s knows nothing of another customer's project" },
      {
        file: "e2e/whole-system-sessions.test.ts",
        title: "has two browsers of two tenants on one machine, and neither sees anything of the other",
      },
      { file: "integration/conversation-store.test.ts", title: "keeps customers and tenants apart" },
    ],
  },
  {
    promise: "The server alone decides the tenant, by host headers and a hash; the client has no say in it.",
    reason:
      "From the host's headers, from the token, and not at all were promised: the token alone is settled. A host header is the client's to write.",
    tests: [
      { file: "security/foreign-ids.test.ts", title: "%s shows and changes nothing of theirs" },
      {
        file: origins,
        title: "is refused with the bearer or token of a customer whose tenant does not allow it",
      },
    ],
  },
  {
    promise: "Every attempt across tenants is logged.",
    tests: [
      {
        file: "unit/frontend-bff/routes/create-session.test.ts",
        title: "counts %s when %s comes with another's token",
      },
      {
        file: "unit/action-groups/audited-writes.test.ts",
        title: "stands in the audit log of the session it came with",
      },
    ],
  },
  {
    promise: "Any attempt across tenants raises an alarm.",
    reason:
      "The counter is there (pf360_security_events_total, cross_tenant); the alarm on it belongs to the deployment.",
    tests: [
      {
        file: "unit/layer/observability/memory-counters.test.ts",
        title: "count an event and write it into the log, so that many processes add up there",
      },
    ],
  },
  {
    promise: "Each tenant has its own routes and addresses in four environments: dev, qa, staging, prod.",
    tests: [
      {
        file: "security/promises-kept.test.ts",
        title: "lead to its own portal, another one in each of the four environments",
      },
      {
        file: "unit/action-groups/scheduling/availability.test.ts",
        title: "asks PF360 in the tenant's own way",
      },
    ],
  },
  {
    promise: "Customer and tenant come from the signed-in session, never from the code or the model.",
    tests: [
      { file: "security/actions.test.ts", title: "%s takes no customer or client from the model" },
      {
        file: "unit/schemas/openapi.test.ts",
        title: "asks for no identity: no customer, client or token, and never requires session_id",
      },
    ],
  },
  {
    promise: "Origins stand in a list, and only those on it are let in: 100 %.",
    tests: [
      { file: origins, title: "are refused, every one, for a request and for a preflight" },
      { file: origins, title: "are refused when they are an allowed one changed by anything anywhere" },
      { file: origins, title: "is answered with its own origin when it names the tenant that allows it" },
    ],
  },
  {
    promise: "POST and OPTIONS with three headers are allowed, for 300 seconds, without credentials.",
    reason:
      "The API reads, patches and deletes too, by an entity tag and the last event's id: GET, PATCH and DELETE and the headers for these are allowed beside them.",
    tests: [
      { file: origins, title: "may ask before it writes, for five minutes, and nothing is carried out" },
      { file: origins, title: "is answered with its own origin when it names the tenant that allows it" },
    ],
  },
  {
    promise: "The server checks the origin itself, for every Function URL.",
    reason:
      "With IAM before the URL no browser could send its bearer (the signature stands in the same header): NONE and our own checks are settled.",
    tests: [
      { file: origins, title: "is refused when it %s" },
      {
        file: "integration/bff-entries.test.ts",
        title: "takes the page at the Function URL's own name for our own",
      },
    ],
  },
  {
    promise: "What goes over a network is encrypted, origins of pages included: 100 %.",
    reason: "Of what this code decides; certificates and the URL's own encryption are the deployment's.",
    tests: [
      {
        file: "unit/layer/tenant.test.ts",
        title: "may not hold %j, which no browser sends or nobody should trust",
      },
      { file: "unit/frontend-bff/config.test.ts", title: "want the issuer's keys over https outside dev" },
      { file: "unit/frontend-bff/config.test.ts", title: "take %s=%s in dev alone" },
    ],
  },
];
