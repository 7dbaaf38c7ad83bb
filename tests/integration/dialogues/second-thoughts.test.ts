import type { Dialogue } from "./dialogue.ts";
import { expectDialogue } from "./expect-dialogue.ts";

const saysNo: Dialogue = {
  title: "a customer who says no to the question and takes a later time",
  customerId: "2000201",
  turns: [
    {
      say: "hi, someone needs to measure for my new door",
      calls: [/^(list_projects|get_available_dates .*) ok$/],
    },
    { say: "how about this thursday?", calls: ["get_time_slots Doors Measurement 2026-12-03 ok"] },
    {
      say: "half past eight",
      calls: ["confirm_appointment Doors Measurement 2026-12-03 08:30 needs_confirmation"],
    },
    { say: "no thanks" },
    { say: "thats a bit early for us with the school run, got anything later in the day?" },
    {
      say: "3:30 is good",
      calls: ["confirm_appointment Doors Measurement 2026-12-03 15:30 needs_confirmation"],
    },
    { say: "Yes.", calls: ["confirm_appointment Doors Measurement 2026-12-03 15:30 ok"] },
  ],
  booked: ["Doors Measurement 2026-12-03 15:30"],
};

const impossibleDays: Dialogue = {
  title: "a customer who asks for days that cannot be and then settles",
  customerId: "2000201",
  turns: [
    { say: "hello, want to get my fence put up", calls: ["get_available_dates Fence Installation ok"] },
    {
      say: "can someone come this sunday? we're both home",
      calls: [/^get_(available_dates|time_slots) Fence Installation /],
    },
    { say: "ok what about nov 15", calls: [/^get_\w+ Fence Installation .*ask_user$/] },
    { say: "fine, how about end of february", calls: [/^get_\w+ Fence Installation .*ask_user$/] },
    {
      say: "oh ok. anything this thursday or friday?",
      calls: ["get_available_dates Fence Installation ok"],
    },
    {
      say: "friday, what times do they start",
      calls: ["get_time_slots Fence Installation 2026-12-04 ok"],
    },
    {
      say: "the earliest please",
      calls: ["confirm_appointment Fence Installation 2026-12-04 08:30 needs_confirmation"],
    },
    { say: "yes please", calls: ["confirm_appointment Fence Installation 2026-12-04 08:30 ok"] },
  ],
  booked: ["Fence Installation 2026-12-04 08:30"],
};

const takenMeanwhile: Dialogue = {
  title: "a customer whose time is taken meanwhile",
  customerId: "1000101",
  turns: [
    {
      say: "I need to get my window installation booked asap",
      calls: ["get_available_dates Windows Installation ok"],
    },
    { say: "the 2nd works", calls: ["get_time_slots Windows Installation 2026-12-02 ok"] },
    {
      say: "1pm",
      calls: ["confirm_appointment Windows Installation 2026-12-02 13:00 needs_confirmation"],
    },
    {
      meanwhile: ({ system }) =>
        system.engine.fillSlot({ clientId: "EASTHOME", date: "2026-12-02", time: "13:00:00" }),
      say: "yes, please do",
      calls: ["confirm_appointment Windows Installation 2026-12-02 slot_taken"],
    },
    { say: "oh no! ok what else is there that afternoon?" },
    {
      say: "3 it is",
      calls: ["confirm_appointment Windows Installation 2026-12-02 15:00 needs_confirmation"],
    },
    { say: "yes", calls: ["confirm_appointment Windows Installation 2026-12-02 15:00 ok"] },
  ],
  booked: ["Windows Installation 2026-12-02 15:00"],
};

for (const dialogue of [saysNo, impossibleDays, takenMeanwhile]) expectDialogue(dialogue);
