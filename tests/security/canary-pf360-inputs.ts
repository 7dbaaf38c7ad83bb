import type { SampleProject } from "#layer/pf360/sample/world.ts";
import type { CanaryInput } from "./canary-inputs.ts";
import type { CanaryScene } from "./canary-scene.ts";
import type { Planted, PlantedKind } from "./canary-values.ts";

/** What PF360 shows its customer goes through the action to the model and, when it says so, to the customer. */
const shown = ["lambda answer", "prompt", "trace", "invocation response", "browser"];
/** What the customer is to agree to stands in their session until it ends. */
const askedAbout = [...shown, "table bedrock-sessions"];

const customerId = "2000201";

interface Pf360Input {
  what: string;
  belongsIn: readonly string[];
  /** Puts it into what PF360 knows. */
  put(planted: Planted, project: SampleProject, scene: CanaryScene): void;
  /** The calls that bring it to us, one after another. */
  calls: readonly ((project: SampleProject) => { action: string; input: Record<string, string> })[];
  specialist: "scheduling" | "information" | "notes";
  /** What the calls come to, when PF360 refuses them. */
  refusals?: readonly string[];
}

const about =
  (action: string, more: Record<string, string> = {}) =>
  ({ id }: SampleProject) => ({ action, input: { project_id: String(id), ...more } });
const failing = { message: "", error: "" };

const inputs: readonly Pf360Input[] = [
  {
    what: "a note of its own list",
    belongsIn: shown,
    put: ({ text }, project) => project.notes.push({ id: 1, text, addedAtMs: 0 }),
    calls: [about("get_notes")],
    specialist: "notes",
  },
  {
    what: "a technician's name and words about themselves",
    belongsIn: shown,
    put({ text, phone, secret }, project) {
      const { technician } = project;
      if (!technician) throw new Error("nobody comes to this project");
      project.technician = { ...technician, firstName: phone, lastName: secret, bio: text };
    },
    calls: [about("get_technician_info"), about("get_project_details")],
    specialist: "information",
  },
  {
    what: "store, address and order number",
    belongsIn: shown,
    put({ secret, phone, card, text }, project) {
      project.store = { ...project.store, name: text, phone };
      project.address = { ...project.address, line: text, city: card };
      project.poNumber = secret;
    },
    calls: [about("get_project_details")],
    specialist: "information",
  },
  {
    what: "a status that nobody knows",
    belongsIn: shown,
    put: ({ text }, project) => Object.assign(project, { status: text, sourceStatus: text }),
    calls: [about("get_project_status"), () => ({ action: "list_all_projects", input: {} })],
    specialist: "information",
  },
  {
    what: "category and type of what is to be cancelled",
    belongsIn: askedAbout,
    put: ({ text }, project) => Object.assign(project, { category: text, type: text }),
    calls: [about("cancel_appointment")],
    specialist: "scheduling",
  },
  {
    what: "fields that nobody reads",
    belongsIn: [],
    put({ text }, project) {
      const { technician } = project;
      if (!technician) throw new Error("nobody comes to this project");
      project.technician = { ...technician, privateData: { ...technician.privateData, another_field: text } };
    },
    calls: [about("get_technician_info"), about("get_project_details")],
    specialist: "information",
  },
  {
    what: "the words of a refusal",
    belongsIn: [],
    put({ text }, _project, { system }) {
      const body = { ...failing, message: text, error: text };
      system.pf360.faults.add({ match: { path: "/*" }, times: 1, status: 400, body });
      system.pf360.faults.add({ match: { path: "/*" }, times: 9, status: 500, body });
    },
    calls: [about("get_project_details"), about("get_project_status")],
    specialist: "information",
    refusals: ["not_allowed", "upstream_down"],
  },
];

export const pf360Inputs: readonly CanaryInput[] = inputs.map(
  ({ what, belongsIn, put, calls, specialist, refusals = [] }) => ({
    name: `PF360: ${what}`,
    covers: "PF360",
    belongsIn: Object.fromEntries(
      (["secret", "phone", "card"] satisfies PlantedKind[]).map((kind) => [kind, belongsIn]),
    ),
    async plant(planted, scene) {
      const { system, parrot } = scene;
      const project = system.engine
        .customers()
        .find((customer) => customer.customerId === customerId)
        ?.projects.find(({ technician, appointment }) => technician && appointment);
      if (!project) throw new Error("no project has an appointment");
      const before = { ...project };
      put(planted, project, scene);
      scene.letSpeak("parrot");
      parrot.plot(
        calls.map((call) => [call(project)]),
        specialist,
      );
      const done = system.actions.length;
      await (await scene.signIn(customerId)).say("Go on.");
      system.pf360.faults.clear();
      Object.assign(project, before);
      const outcomes = system.actions.slice(done).map(({ outcome }) => outcome);
      const refused = outcomes.filter((outcome) => outcome !== "ok" && outcome !== "needs_confirmation");
      if (outcomes.length !== calls.length || refused.join() !== refusals.join()) {
        throw new Error(`${what}: ${outcomes.join(", ")}`);
      }
    },
  }),
);
