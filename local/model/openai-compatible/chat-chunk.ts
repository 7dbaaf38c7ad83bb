import * as z from "zod";

const toolCallDelta = z.object({
  index: z.number().int().nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});
export type ToolCallDelta = z.infer<typeof toolCallDelta>;

const tokens = z.number().nullish().catch(undefined);

/**
 * One event of a streamed chat completion, only what is used. Servers differ: any member may be missing or null, usage
 * comes with a last event without choices or with every event, and an error may come in an event's place.
 */
export const chatChunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            tool_calls: z.array(toolCallDelta).nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: tokens, completion_tokens: tokens }).nullish().catch(undefined),
  error: z.unknown().optional(),
});
export type ChatChunk = z.infer<typeof chatChunk>;

/** The HTTP status that an in-stream error names as its `code`; 500 where it names none. */
export function statusOfError(error: unknown): number {
  const status = z.object({ code: z.coerce.number().int().min(400).max(599) }).safeParse(error);
  return status.success ? status.data.code : 500;
}
