import type { UIMessageChunk } from "ai";

/** The chunks of an answer of one text, around which `more` ones stand. */
export function sayChunks(text: string, ...more: UIMessageChunk[]): UIMessageChunk[] {
  const chunks: UIMessageChunk[] = [
    { type: "start-step" },
    { type: "data-status", data: { phase: "thinking" }, transient: true },
    { type: "text-start", id: "t1" },
    { type: "text-delta", id: "t1", delta: text },
    { type: "text-end", id: "t1" },
  ];
  return [...chunks, ...more];
}

/** The question before a booking, as the BFF sends it. */
export const bookingQuestion: UIMessageChunk = {
  type: "data-confirmation",
  id: "c1",
  data: {
    id: "c1",
    action: "confirm_appointment",
    summary: {
      project_id: "5001",
      project_number: "HF-1001",
      date_label: "Friday, December 4",
      time_label: "1:30 PM",
      dry_run: false,
    },
    expires_at: 0,
    state: "shown",
  },
};

/** The text that chunks say, as the BFF keeps it. */
export function textOfChunks(chunks: readonly UIMessageChunk[]): string {
  return chunks.map((chunk) => (chunk.type === "text-delta" ? chunk.delta : "")).join("");
}
