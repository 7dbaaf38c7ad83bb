import { defineAgent } from "./agent.ts";

/** Speaks with the customer and hands each wish to the specialist who can serve it; has no actions of its own. */
export const supervisor = defineAgent({
  name: "supervisor",
  description: "Speaks with the customer and hands each wish to the specialist who can serve it.",
  collaborators: [
    {
      agent: "scheduling",
      instruction:
        "Hand over everything about making, moving or cancelling an appointment: which projects can be scheduled, free dates, free times, booking, cancelling, a wish to move an appointment, the answer to a confirmation (an approved or declined line in the session context), and the office's business hours.",
    },
    {
      agent: "information",
      instruction:
        "Hand over questions about what is already there: the list of all projects, finished and cancelled ones too, a project's details, address or store, its status and its present appointment, and which technician comes when.",
    },
    {
      agent: "notes",
      instruction:
        "Hand over when the customer wants to leave a note for the office or the technician (a gate code, a dog, where to park), or asks which notes there are.",
    },
    {
      agent: "chitchat",
      instruction:
        "Hand over greetings, thanks, goodbyes, small talk, feelings with no request in them, the question of what this assistant can do, and anything that is not about the customer's projects.",
    },
  ],
});
