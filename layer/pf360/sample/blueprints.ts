import type { Quirk } from "./world.ts";

/** A project as the sample data wants it; whatever is not said here is made from the seed. */
export interface Blueprint {
  category: string;
  type: string;
  status: string;
  /** The appointment is on the n-th day of work from now. */
  inWorkDays?: number;
  /** The project's end, days ago. */
  endedDaysAgo?: number;
  /** A date that the row still carries, days from now (dirty data). */
  leftoverInDays?: number;
  quirks?: readonly Quirk[];
}

type Extra = Omit<Blueprint, "category" | "type" | "status">;

function a(category: string, type: string, status: string, extra: Extra = {}): Blueprint {
  return { category, type, status, ...extra };
}

export interface CustomerBlueprint {
  customerId: string;
  clientId: string;
  name: string;
  projects: readonly Blueprint[];
}

/** One of each usual state; the first customer shows them, and a customer that nobody knows gets these. */
const usual: readonly Blueprint[] = [
  a("Flooring", "Installation", "Ready To Schedule"),
  a("Windows", "Installation", "Not Scheduled"),
  a("Doors", "Installation", "Scheduled", { inWorkDays: 6 }),
  a("Decking", "Installation", "Waiting for Product"),
  a("Fence", "Installation", "Completed", { endedDaysAgo: 40 }),
];

export const strangerProjects = usual;

/** The five sample customers and their forty projects, in all status groups, clean and dirty. */
export const customerBlueprints: readonly CustomerBlueprint[] = [
  { customerId: "1000101", clientId: "EASTHOME", name: "Maya Ashgrove", projects: usual },
  {
    customerId: "1000102",
    clientId: "EASTHOME",
    name: "Owen Brackenfell",
    projects: [
      a("Flooring", "Measurement", "New"),
      a("Flooring", "Installation", "Customer to Schedule"),
      a("Windows", "Measurement", "Ready for Auto Call"),
      a("Windows", "Installation", "Scheduled", { inWorkDays: 3 }),
      a("Doors", "Installation", "Customer Scheduled", { inWorkDays: 8 }),
      a("Doors", "Call Back", "Pending Reschedule"),
      a("Decking", "Installation", "Tentatively Scheduled", { inWorkDays: 12 }),
      a("Fence", "Assessment", "New", { leftoverInDays: 9 }),
      a("Millwork", "Installation", "Ready To Schedule", { leftoverInDays: -75 }),
      a("Millwork", "Delivery", " ready to  schedule ", { quirks: ["numbers_as_strings"] }),
      a("Flooring", "Call Back", "SCHEDULED", { inWorkDays: 5, quirks: ["null_names"] }),
      a("Windows", "Call Back", "In Progress", { quirks: ["type_under_other_name"] }),
      a("Doors", "Measurement", "Pending Confirmation"),
      a("Decking", "Measurement", "On Hold"),
      a("Fence", "Installation", "Paused - Weather"),
      a("Fence", "Call Back", "Waiting for Permit"),
      a("Flooring", "Delivery", "Awaiting Regional Sign-off", { quirks: ["no_address"] }),
      a("Windows", "Delivery", "Completed", { endedDaysAgo: 12 }),
      a("Doors", "Delivery", "Completed-Archived", { endedDaysAgo: 200, quirks: ["numbers_as_strings"] }),
      a("Decking", "Call Back", "Cancelled", { endedDaysAgo: 33 }),
      a("Millwork", "Call Back", "Cancelled/Surge", { endedDaysAgo: 71 }),
    ],
  },
  {
    customerId: "1000103",
    clientId: "EASTHOME",
    name: "Iris Caldermoor",
    projects: [
      a("Decking", "Installation", "Product Ordered"),
      a("Windows", "Installation", "Missing Product"),
      a("Doors", "Installation", "In Progress"),
      a("Flooring", "Installation", "Work Complete", { endedDaysAgo: 5 }),
      a("Fence", "Measurement", "Closed", { endedDaysAgo: 90 }),
    ],
  },
  {
    customerId: "2000201",
    clientId: "WESTHOME",
    name: "Rafael Dunmere",
    projects: [
      a("Windows", "Installation", "Ready to Schedule"),
      a("Doors", "Measurement", "New"),
      a("Flooring", "Installation", "Store Scheduled", { inWorkDays: 4 }),
      a("Decking", "Assessment", "Scheduled", { inWorkDays: 9 }),
      a("Fence", "Installation", "Ready for Auto Call"),
      a("Millwork", "Installation", "Needs Permit"),
      a("Windows", "Call Back", "Project Completed", { endedDaysAgo: 20 }),
      a("Doors", "Installation", "Ready To Schedule", {
        leftoverInDays: -30,
        quirks: ["numbers_as_strings"],
      }),
      a("Flooring", "Measurement", "Done", { endedDaysAgo: 55 }),
    ],
  },
  { customerId: "2000202", clientId: "WESTHOME", name: "Hana Elmsworth", projects: [] },
];
