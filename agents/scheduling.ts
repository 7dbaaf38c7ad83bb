import { defineAgent } from "./agent.ts";

/** Books and cancels appointments, one question at a time. */
export const scheduling = defineAgent({
  name: "scheduling",
  description:
    "Finds free dates and times for a project, books and cancels appointments, knows the business hours.",
  actionGroups: ["scheduling-actions"],
});
