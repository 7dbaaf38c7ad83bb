import type { SampleBook } from "../book.ts";
import type { RequestIds } from "../request-ids.ts";
import type { SampleSwitches } from "../switches.ts";
import type { SampleCustomer, SampleProject, SampleWorld } from "../world.ts";

/** A status and a body in PF360's own form. */
export interface SampleAnswer {
  status: number;
  body: unknown;
}

/** What an endpoint is handed: the path has been matched, and customer and project belong to the caller. */
export interface EndpointCall {
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: unknown;
  customer: SampleCustomer;
  nowMs: number;
  world: SampleWorld;
  book: SampleBook;
  requestIds: RequestIds;
  switches: SampleSwitches;
}

export interface Endpoint {
  method: "GET" | "POST";
  /** Path with `{name}` for a whole part; `{client}`, `{customer}` and `{project}` are checked for ownership. */
  path: string;
  answer(call: EndpointCall): SampleAnswer;
}

/** An endpoint of one project of the caller's. */
export interface ProjectEndpoint {
  method: "GET" | "POST";
  path: string;
  answer(project: SampleProject, call: EndpointCall): SampleAnswer;
}

/** Finds the project among the caller's own; another customer's is as unknown as one that does not exist. */
export function forProject({ method, path, answer }: ProjectEndpoint): Endpoint {
  return {
    method,
    path,
    answer(call) {
      const project = call.customer.projects.find(({ id }) => String(id) === call.params.project);
      return project ? answer(project, call) : refused(404, "Project not found");
    },
  };
}

export function answered(message: string, data: unknown): SampleAnswer {
  return { status: 200, body: { message, data } };
}

export function refused(status: number, message: string): SampleAnswer {
  return { status, body: { message } };
}
