import * as z from "zod";
import { defineAction } from "#action-groups/action.ts";
import type { DescribedGroup } from "#schemas/openapi.ts";

/** A read and a confirmed write, in the shapes that real actions use. */
export const sampleRead = defineAction({
  name: "find_paint",
  kind: "read",
  description: "Paints of one colour.",
  input: z.strictObject({
    colour: z.string().trim().min(1).max(20).describe("The colour, as the customer wrote it"),
    finish: z.enum(["matt", "gloss"]).optional().describe("The finish."),
    litres: z.number().int().min(1).max(50).optional(),
  }),
  output: z.object({
    paints: z.array(z.object({ name: z.string(), finish: z.enum(["matt", "gloss"]) })),
    counts: z.record(z.string(), z.number().int()),
  }),
  handle: () => Promise.resolve({ result: { paints: [], counts: {} } }),
});

const sampleWrite = defineAction({
  name: "order_paint",
  kind: "write",
  confirmation: true,
  description: "Orders one paint.",
  input: z.strictObject({ name: z.string().describe("The paint's name.") }),
  output: z.object({ order_number: z.string().nullable() }),
  handle: () => Promise.resolve({ result: { order_number: null } }),
});

export const sampleGroup: DescribedGroup = {
  name: "notes-actions",
  title: "Paint",
  description: "Finding and ordering paint.",
  actions: [sampleRead, sampleWrite],
};
