import * as z from "zod";
import type { SampleEngine } from "#layer/pf360/sample/engine.ts";
import { sampleTenants } from "#layer/pf360/sample/tenants.ts";
import type { HttpAnswer } from "./answer.ts";
import { type FaultList, faultBody } from "./faults.ts";
import type { Issuer } from "./issuer.ts";
import type { RequestLog } from "./request-log.ts";

export const adminPrefix = "/_simulator";

const tokenBody = z.strictObject({
  customer_id: z.union([z.string().regex(/^\d{1,12}$/), z.number().int().min(1).transform(String)]),
  /** Seconds; negative: a token that has expired already. */
  expires_in: z.number().int().min(-86_400).max(604_800).optional(),
});

const resetBody = z.strictObject({
  seed: z.string().min(1).max(100).optional(),
  /** ISO instant. */
  now: z.iso.datetime({ offset: true }).optional(),
});

interface Options {
  engine: SampleEngine;
  issuer: Issuer;
  faults: FaultList;
  requests: RequestLog;
  /** Called before the data are made anew. */
  onReset: () => void;
}

/** Answers a request under `/_simulator`. Bodies are strict: a wrong one is a 400 that names the field. */
export type Admin = (method: string, pathname: string, bodyText: string) => Promise<HttpAnswer>;

export function createAdmin({ engine, issuer, faults, requests, onReset }: Options): Admin {
  const routes: Record<string, (bodyText: string) => HttpAnswer | Promise<HttpAnswer>> = {
    "GET customers": () => ok(customersShown(engine)),
    "POST tokens": async (bodyText) => {
      const { customer_id, expires_in } = parse(tokenBody, bodyText);
      const customer = engine.customers().find(({ customerId }) => customerId === customer_id);
      if (!customer)
        throw new BadBody("customer_id", "no such customer; GET /_simulator/customers lists them");
      return ok({ access_token: await issuer.issue(customer, expires_in) });
    },
    "GET appointments": () => ok(engine.appointments()),
    "GET requests": () => ok(requests.all()),
    "POST faults": (bodyText) => {
      const fault = parse(faultBody, bodyText);
      faults.add(fault);
      return { status: 201, body: fault };
    },
    "POST reset": (bodyText) => {
      const { seed, now } = parse(resetBody, bodyText);
      onReset();
      engine.reset({ seed, nowMs: now === undefined ? undefined : Date.parse(now) });
      return ok({ now: new Date(engine.clock.nowMs()).toISOString() });
    },
  };

  return async (method, pathname, bodyText) => {
    const route = routes[`${method} ${pathname.slice(adminPrefix.length + 1)}`];
    if (!route) {
      const paths = Object.keys(routes).map((name) => name.replace(" ", ` ${adminPrefix}/`));
      return { status: 404, body: { error: { code: "not_found", paths } } };
    }
    try {
      return await route(bodyText);
    } catch (error) {
      if (!(error instanceof BadBody)) throw error;
      return {
        status: 400,
        body: { error: { code: "bad_request", field: error.field, message: error.message } },
      };
    }
  };
}

class BadBody extends Error {
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

function ok(body: unknown): HttpAnswer {
  return { status: 200, body };
}

function parse<T>(schema: z.ZodType<T>, bodyText: string): T {
  let value: unknown;
  try {
    value = bodyText === "" ? {} : JSON.parse(bodyText);
  } catch {
    throw new BadBody("body", "not JSON");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = [
    ...(issue?.path ?? []),
    ...(issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : []),
  ];
  throw new BadBody(path.join(".") || "body", issue?.message ?? "invalid");
}

function customersShown(engine: SampleEngine) {
  const clientNames = new Map(sampleTenants.map((tenant) => [tenant.client_id, tenant.client_name]));
  return engine.customers().map(({ customerId, clientId, name, projects }) => ({
    customer_id: customerId,
    client_id: clientId,
    client_name: clientNames.get(clientId) ?? clientId.toLowerCase(),
    name,
    projects: projects.map(({ id, number, category, type, status }) => ({
      project_id: String(id),
      project_number: number,
      category,
      type,
      status,
    })),
  }));
}
