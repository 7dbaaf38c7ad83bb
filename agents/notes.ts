import { defineAgent } from "./agent.ts";

/** Takes down notes for the office and the technician, and reads them back. */
export const notes = defineAgent({
  name: "notes",
  description: "Takes down notes on a project for the office and the technician, and reads them back.",
  actionGroups: ["notes-actions"],
});
