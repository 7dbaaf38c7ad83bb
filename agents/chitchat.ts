import { defineAgent } from "./agent.ts";

/** Greets, thanks, listens, and says what the assistant can do; knows nothing about projects. */
export const chitchat = defineAgent({
  name: "chitchat",
  description: "Greets, thanks, listens, and says what this assistant can do.",
});
