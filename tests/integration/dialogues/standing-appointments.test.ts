import { type Dialogue, projectOf } from "./dialogue.ts";
import { expectDialogue } from "./expect-dialogue.ts";

const cancelling: Dialogue = {
  title: "a customer who asks when it is and then cancels it",
  customerId: "1000102",
  turns: [
    {
      say: "hey, when are you guys coming for the windows again?",
      calls: [/^(list_(all_)?projects|get_project_status .*|get_technician_info .*) ok$/],
    },
    { say: "the install one" },
    {
      say: "ugh, thursday is not going to work, i'll be in hospital that week. can you just cancel it for me?",
      calls: ["cancel_appointment Windows Installation 2026-12-03 13:00 needs_confirmation"],
    },
    { say: "before i say yes - is there any fee?" },
    {
      say: "alright, yes, cancel it",
      calls: ["cancel_appointment Windows Installation 2026-12-03 13:00 ok"],
    },
    { say: "thanks for your help" },
  ],
  cancelled: ["Windows Installation 2026-12-03 13:00"],
};

const moving: Dialogue = {
  title: "a customer who wants to move an appointment, which stands untouched",
  customerId: "2000201",
  turns: [
    { say: "Hi, I've got someone coming for the flooring on Friday" },
    { say: "can we push it to the following Monday?" },
    { say: "oh come on, there must be a way to move it" },
    { say: "if I cancel, could I just book Monday myself?" },
    { say: "no, leave it as it is then. what number do I call?" },
    { say: "ok, and who is coming on friday?", calls: ["get_technician_info Flooring Installation ok"] },
    { say: "great, thank you" },
  ],
};

const whoAndWhen: Dialogue = {
  title: "a customer who asks who comes, when, where, and when the office is open",
  customerId: "1000101",
  turns: [
    {
      say: "Afternoon! who's going to be hanging my door?",
      calls: ["get_technician_info Doors Installation ok"],
    },
    { say: "and what time should we be home?" },
    {
      say: (scene) =>
        `do you know if ${projectOf(scene, "Doors Installation").technician?.firstName} has done this before?`,
    },
    {
      say: "ok. If I need to ring somebody, when are you open on Saturday?",
      calls: ["get_business_hours ok"],
    },
    {
      say: "and which address do you have down for the door?",
      calls: ["get_project_details Doors Installation ok"],
    },
    { say: "perfect, bye" },
  ],
};

const again: Dialogue = {
  title: "a customer who cancels what cannot be moved and books it again",
  customerId: "2000201",
  turns: [
    { say: "id like to reschedule my decking assessment" },
    {
      say: "ok then cancel it",
      calls: ["cancel_appointment Decking Assessment 2026-12-11 17:30 needs_confirmation"],
    },
    { say: "yes", calls: ["cancel_appointment Decking Assessment 2026-12-11 17:30 ok"] },
    { say: "and now book it again for next week", calls: ["get_available_dates Decking Assessment ok"] },
    { say: "monday", calls: ["get_time_slots Decking Assessment 2026-12-07 ok"] },
    {
      say: "8:30",
      calls: ["confirm_appointment Decking Assessment 2026-12-07 08:30 needs_confirmation"],
    },
    { say: "yes", calls: ["confirm_appointment Decking Assessment 2026-12-07 08:30 ok"] },
  ],
  booked: ["Decking Assessment 2026-12-07 08:30"],
  cancelled: ["Decking Assessment 2026-12-11 17:30"],
};

for (const dialogue of [cancelling, moving, whoAndWhen, again]) expectDialogue(dialogue);
