import { defineAgent } from "./agent.ts";

/** Answers questions about the customer's projects; changes nothing. */
export const information = defineAgent({
  name: "information",
  description: "Answers questions about the customer's projects: the list, details, status and technician.",
  actionGroups: ["information-actions"],
});
