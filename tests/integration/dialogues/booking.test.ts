import { type Dialogue, projectOf } from "./dialogue.ts";
import { expectDialogue } from "./expect-dialogue.ts";

const firstAvailable: Dialogue = {
  title: "a customer who takes the first day there is",
  customerId: "1000101",
  turns: [
    { say: "hi there! i got an email saying my new floors are ready to be put in" },
    {
      say: "so when is the soonest somebody could come?",
      calls: ["get_available_dates Flooring Installation ok"],
    },
    {
      say: "let's take the first one then. do you have anything in the afternoon that day?",
      calls: ["get_time_slots Flooring Installation 2026-12-01 ok"],
    },
    {
      say: "1 o'clock is great",
      calls: ["confirm_appointment Flooring Installation 2026-12-01 13:00 needs_confirmation"],
    },
    { say: "yep, go ahead", calls: ["confirm_appointment Flooring Installation 2026-12-01 13:00 ok"] },
    { say: "awesome, thanks a million! have a good one" },
  ],
  booked: ["Flooring Installation 2026-12-01 13:00"],
};

const byOrderNumber: Dialogue = {
  title: "a customer with an order number who thinks again about the day",
  customerId: "1000102",
  turns: [
    {
      say: (scene) =>
        `Hello, I need to set up the delivery for order ${projectOf(scene, "Millwork Delivery").number}`,
      calls: ["get_available_dates Millwork Delivery ok"],
    },
    {
      say: "any chance for Thursday next week?",
      calls: ["get_time_slots Millwork Delivery 2026-12-10 ok"],
    },
    { say: "morning works best for us, what have you got?" },
    {
      say: "hmm wait, my husband is away on the 10th. what about the 15th instead",
      calls: ["get_time_slots Millwork Delivery 2026-12-15 ok"],
    },
    {
      say: "8am please",
      calls: ["confirm_appointment Millwork Delivery 2026-12-15 08:00 needs_confirmation"],
    },
    { say: "yes that's right", calls: ["confirm_appointment Millwork Delivery 2026-12-15 08:00 ok"] },
    { say: "cheers" },
  ],
  booked: ["Millwork Delivery 2026-12-15 08:00"],
};

const comparing: Dialogue = {
  title: "a customer who compares two projects and books one",
  customerId: "2000201",
  turns: [
    {
      say: "Good morning. What's the story with my windows and my fence?",
      calls: [/^(list_(all_)?projects|get_project_status .*) ok$/],
    },
    { say: "ok, and which of those two is ready to go?" },
    {
      say: "let's do the windows first then. is there something around the middle of next week?",
      calls: ["get_available_dates Windows Installation ok"],
    },
    {
      say: "wednesday sounds good, whats open",
      calls: ["get_time_slots Windows Installation 2026-12-09 ok"],
    },
    {
      say: "10:30 would be perfect",
      calls: ["confirm_appointment Windows Installation 2026-12-09 10:30 needs_confirmation"],
    },
    { say: "yes please, book it", calls: ["confirm_appointment Windows Installation 2026-12-09 10:30 ok"] },
  ],
  booked: ["Windows Installation 2026-12-09 10:30"],
};

const two: Dialogue = {
  title: "a customer who books two jobs for the same day",
  customerId: "1000101",
  turns: [
    {
      say: "Hiya, I've two jobs to get booked in, the floor and the windows",
      calls: ["list_projects ok"],
    },
    {
      say: "start with the floor I guess. do you have saturday",
      calls: ["get_time_slots Flooring Installation 2026-12-05 ok"],
    },
    {
      say: "the earlier one",
      calls: ["confirm_appointment Flooring Installation 2026-12-05 09:00 needs_confirmation"],
    },
    { say: "sure", calls: ["confirm_appointment Flooring Installation 2026-12-05 09:00 ok"] },
    {
      say: "now the windows, can they come the same day?",
      calls: ["get_time_slots Windows Installation 2026-12-05 ok"],
    },
    {
      say: "11 then",
      calls: ["confirm_appointment Windows Installation 2026-12-05 11:00 needs_confirmation"],
    },
    { say: "ok book it", calls: ["confirm_appointment Windows Installation 2026-12-05 11:00 ok"] },
    { say: "brilliant, thank you so much" },
  ],
  booked: ["Flooring Installation 2026-12-05 09:00", "Windows Installation 2026-12-05 11:00"],
};

for (const dialogue of [firstAvailable, byOrderNumber, comparing, two]) expectDialogue(dialogue);
