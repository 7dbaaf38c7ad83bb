import { addDays, todayIn } from "#layer/dates/today.ts";
import type { LocalDate } from "#layer/domain/project.ts";
import { statusGroupOf } from "#layer/domain/project-status.ts";
import type { Blueprint } from "./blueprints.ts";
import { startsOn } from "./capacity.ts";
import type { SampleOffice } from "./office.ts";
import type { SeededRandom } from "./random.ts";
import type { SampleProject, SampleTechnician } from "./world.ts";

const streets = [
  "Willow Bend",
  "Copper Mill Road",
  "Juniper Court",
  "Harbor Loop",
  "Old Quarry Lane",
] as const;
type Town = readonly [city: string, state: string, zip: string];
const eastTowns: readonly [Town, Town] = [
  ["Fairhollow", "NY", "10999"],
  ["Brookmere", "NJ", "08999"],
];
const westTowns: readonly [Town, Town] = [
  ["Cedar Falls Point", "OR", "97999"],
  ["Ridgewater", "WA", "98999"],
];
const stores = ["Hillside", "Riverbank", "Old Mill"] as const;
const dayMs = 86_400_000;

interface Making {
  office: SampleOffice;
  customerId: string;
  nowMs: number;
  random: SeededRandom;
  technicians: readonly [SampleTechnician, ...SampleTechnician[]];
}

/** The n-th day of work after a date. */
function workDayAfter(office: SampleOffice, date: LocalDate, count: number): LocalDate {
  let day = date;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (startsOn(office, day).length > 0) left--;
  }
  return day;
}

/** Order numbers come in the shapes that PF360's tenants use. */
function orderNumber(random: SeededRandom, clientId: string, nowMs: number): string {
  const digits = random.int(10_000, 99_999);
  return random.pick([
    String(digits * 10 + random.int(0, 9)),
    `${digits}_1`,
    `${random.int(100, 999)}_${clientId}_${Math.floor(nowMs / 1000) - random.int(1, 9) * 86_400}`,
    `PO-${digits}`,
  ] as const);
}

/** One project from its blueprint; dates are relative to now, in the tenant's zone. */
export function makeProject(blueprint: Blueprint, id: number, making: Making): SampleProject {
  const { office, customerId, nowMs, random, technicians } = making;
  const { category, type, status, quirks = [] } = blueprint;
  const today = todayIn(office.timeZone, nowMs);
  const [city, state, zip] = random.pick(office.clientId === "WESTHOME" ? westTowns : eastTowns);
  const storeNumber = random.int(1, 3);
  const project: SampleProject = {
    id,
    number: orderNumber(random, office.clientId, nowMs),
    poNumber: random.int(0, 2) === 0 ? null : `PO${random.int(100_000, 999_999)}`,
    clientId: office.clientId,
    customerId,
    category,
    type,
    status,
    // The retailer's own status lags behind.
    sourceStatus: statusGroupOf(status) === "scheduled" ? "Ready To Schedule" : status.trim(),
    dateSold: addDays(today, -random.int(20, 120)),
    durationMinutes: type === "Measurement" ? 60 : random.int(2, 10) * 45,
    address: { line: `${random.int(10, 980)} ${random.pick(streets)}`, city, state, zip },
    store: {
      id: 600 + storeNumber,
      number: String(4400 + storeNumber),
      name: `${stores[storeNumber - 1] ?? stores[0]} Store`,
      phone: `(212) 555-010${storeNumber}`,
    },
    hasDocuments: random.int(0, 3) === 0,
    quirks,
    notes: [],
  };
  const technician = random.pick(technicians);
  const bookedAtMs = nowMs - random.int(2, 15) * dayMs;
  if (blueprint.inWorkDays !== undefined) {
    const date = workDayAfter(office, today, blueprint.inWorkDays);
    const [first = "10:00:00", ...later] = startsOn(office, date);
    project.appointment = { date, time: random.pick([first, ...later]), state: "booked", bookedAtMs };
    project.technician = technician;
  }
  if (blueprint.leftoverInDays !== undefined) {
    project.leftover = {
      date: addDays(today, blueprint.leftoverInDays),
      time: "10:00:00",
      bookedAtMs: nowMs - 90 * dayMs,
    };
    project.technician = technician;
  }
  if (blueprint.endedDaysAgo !== undefined) {
    project.completedOn = addDays(today, -blueprint.endedDaysAgo);
    project.notes.push({
      id: id * 10,
      text: "The customer asked for a call before arrival.",
      addedAtMs: nowMs - (blueprint.endedDaysAgo + 3) * dayMs,
    });
  }
  return project;
}
