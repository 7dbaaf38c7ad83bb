import { type Dialogue, projectOf } from "./dialogue.ts";
import { expectDialogue } from "./expect-dialogue.ts";

const gateCode: Dialogue = {
  title: "a customer who leaves a gate code and hears it back",
  customerId: "1000101",
  turns: [
    { say: "Hi! our driveway gate is locked during the day" },
    {
      say: "could you let the door installers know the code is 4471#?",
      calls: ["add_note Doors Installation ok"],
    },
    {
      say: "and also please tell them there's a big dog in the yard, he is friendly though",
      calls: ["add_note Doors Installation ok"],
    },
    { say: "can you read me back what you've got on there", calls: ["get_notes Doors Installation ok"] },
    { say: "hmm is there a note on the floor job too?", calls: ["get_notes Flooring Installation ok"] },
    { say: "no need, thx!" },
  ],
  noted: [
    { on: "Doors Installation", holds: "4471#" },
    { on: "Doors Installation", holds: "big dog in the yard" },
  ],
};

const nothingReady: Dialogue = {
  title: "a customer with nothing to schedule who leaves a note instead",
  customerId: "1000103",
  turns: [
    {
      say: "hello I'd like to get my deck built, when can you come?",
      calls: [/^(list_projects ok|get_available_dates Decking Installation not_allowed)$/],
    },
    {
      say: "what do you mean, not ready? what is it waiting for",
      calls: ["get_project_status Decking Installation ok"],
    },
    {
      say: "what about the windows then",
      calls: [
        /^(get_project_status Windows Installation ok|get_available_dates Windows Installation not_allowed)$/,
      ],
    },
    {
      say: "sigh. can you at least leave a note on the deck one that we're away from dec 20 till new year",
      calls: ["add_note Decking Installation ok"],
    },
    { say: "thank you, did that go through?" },
    { say: "ok good" },
  ],
  noted: [{ on: "Decking Installation", holds: "away from dec 20 till new year" }],
};

const noProjects: Dialogue = {
  title: "a customer without projects who tries a neighbour's order",
  customerId: "2000202",
  turns: [
    {
      say: "hi I bought a kitchen floor from you last week and want to book the fitting",
      calls: ["list_projects ok"],
    },
    { say: "really? nothing at all? can you check again incl. old ones", calls: ["list_all_projects ok"] },
    {
      say: (scene) =>
        `try ${projectOf({ ...scene, customerId: "2000201" }, "Windows Installation").number}, that should be it`,
      calls: [/^get_\w+ .*not_found$/],
    },
    { say: "weird. whens your office open tomorrow", calls: ["get_business_hours ok"] },
    { say: "ok i'll ring them, ta" },
  ],
};

for (const dialogue of [gateCode, nothingReady, noProjects]) expectDialogue(dialogue);
