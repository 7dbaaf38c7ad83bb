import { type CustomerBlueprint, customerBlueprints, strangerProjects } from "./blueprints.ts";
import { makeProject } from "./make-project.ts";
import { officeOf } from "./office.ts";
import { hash32, seededRandom } from "./random.ts";
import { makeTechnicians } from "./technicians.ts";
import type { SampleCustomer, SampleTechnician, SampleWorld } from "./world.ts";

/** The technicians of one tenant: the same ones for every customer of it. */
export function techniciansOf(seed: string, clientId: string): [SampleTechnician, ...SampleTechnician[]] {
  return makeTechnicians(seededRandom(`${seed} technicians ${clientId}`));
}

function makeCustomer(
  blueprint: CustomerBlueprint,
  seed: string,
  nowMs: number,
  firstId: number,
): SampleCustomer {
  const { customerId, clientId, name } = blueprint;
  const making = {
    office: officeOf(clientId),
    customerId,
    nowMs,
    random: seededRandom(`${seed} ${clientId} ${customerId}`),
    technicians: techniciansOf(seed, clientId),
  };
  const projects = blueprint.projects.map((project, index) => makeProject(project, firstId + index, making));
  return { customerId, clientId, name, projects };
}

/** The five sample customers with their forty projects. The same seed and now give the same world. */
export function makeWorld(seed: string, nowMs: number): SampleWorld {
  const customers = new Map<string, SampleCustomer>();
  let firstId = 8_000_000 + (hash32(seed) % 100_000) * 10;
  for (const blueprint of customerBlueprints) {
    customers.set(blueprint.customerId, makeCustomer(blueprint, seed, nowMs, firstId));
    firstId += 100;
  }
  return { seed, madeAtMs: nowMs, customers };
}

/**
 * A customer that the samples do not know (a real bearer against sample data): one project of each usual state, the same
 * ones wherever an engine is made from the same seed.
 */
export function makeStranger(world: SampleWorld, clientId: string, customerId: string): SampleCustomer {
  const name = `Customer ${customerId}`;
  const firstId = 20_000_000 + (hash32(`${world.seed} ${clientId} ${customerId}`) % 7_000_000) * 10;
  const blueprint = { customerId, clientId, name, projects: strangerProjects };
  return makeCustomer(blueprint, world.seed, world.madeAtMs, firstId);
}
