import type * as z from "zod";
import type { Plane } from "./plane.ts";
import { readInput } from "./read-input.ts";

/** One operation of the control plane: its place in HTTP, and what it does to the state. */
export interface ControlOperation {
  name: string;
  method: "GET" | "PUT" | "POST" | "DELETE";
  template: string;
  /** Matched against the path as it arrived; one group a label of the template. */
  path: RegExp;
  /** The template's labels, in order. */
  labels: readonly string[];
  /** When it succeeds. */
  status: number;
  isWrite: boolean;
  /**
   * Runs it, wholly or not at all. Undefined: an answer without a body.
   * @throws BedrockServiceError
   */
  run(raw: object, plane: Plane): object | undefined;
}

/** Declares an operation; what it is given comes from path, query and body alike, the path winning. */
export function defineOperation<Schema extends z.ZodType>({
  input,
  run,
  ...place
}: Pick<ControlOperation, "name" | "method" | "template" | "status"> & {
  input: Schema;
  run: (input: z.output<Schema>, plane: Plane) => object | undefined;
}): ControlOperation {
  const labels = [...place.template.matchAll(/\{(\w+)\}/g)].map(([, label = ""]) => label);
  // boto3 and the JS client write the last slash; a path without it means the same, except where an id would be empty.
  const form = place.template.replace(/\/$/, "").replaceAll(/\{\w+\}/g, "([^/]*)");
  return {
    ...place,
    labels,
    path: new RegExp(`^${form}/?$`),
    isWrite: !/^(Get|List)/.test(place.name),
    run: (raw, plane) => run(readInput(input, raw), plane),
  };
}
