import { type Clock, clockFrom } from "#layer/clock.ts";
import type { LocalDate, LocalTime } from "#layer/domain/project.ts";
import { createBook, type SampleBook, type Slot } from "./book.ts";
import { refused, type SampleAnswer } from "./endpoints/endpoint.ts";
import { makeStranger, makeWorld } from "./make-world.ts";
import { hash32 } from "./random.ts";
import { createRequestIds, type RequestIds } from "./request-ids.ts";
import { findRoute } from "./routes.ts";
import { defaultSwitches, type SampleSwitches } from "./switches.ts";
import type { SampleCustomer, SampleWorld } from "./world.ts";

const defaultSeed = "sample";

interface SampleRequest {
  method: string;
  /** With its query, if any. */
  path: string;
  body?: unknown;
}

/** Whom the bearer names. */
export interface SampleIdentity {
  clientId: string;
  customerId: string;
}

/** A standing appointment in the engine's own book. Dates and times are the tenant's; `booked_at` is an ISO instant. */
interface BookedAppointment {
  client_id: string;
  customer_id: string;
  project_id: string;
  date: LocalDate;
  time: LocalTime;
  status: string;
  booked_at: string;
}

/** PF360 in memory: the endpoints that we use, in PF360's true wire form, on sample data. */
export interface SampleEngine {
  /** One request of an authenticated customer. Never throws; unknown paths are a 404. */
  handle(request: SampleRequest, identity: SampleIdentity): SampleAnswer;
  /** The customers that are known so far: the five of the samples, then strangers. */
  customers(): SampleCustomer[];
  /** The book, oldest booking first; appointments that the office must still agree to included. */
  appointments(): BookedAppointment[];
  freePlaces(slot: Slot): number;
  /** Takes what is left at a start, as other customers would. */
  fillSlot(slot: Slot): void;
  /** The technicians' private values that dashboards carry: none of them may ever leave the PF360 client. */
  privateValues(): string[];
  setSwitches(switches: Partial<SampleSwitches>): void;
  /** The engine's own time. */
  readonly clock: Clock;
  /** Makes the data anew, and with `nowMs` sets the engine's clock, which then runs on; switches stay as they are. */
  reset(options?: { seed?: string | undefined; nowMs?: number | undefined }): void;
}

interface Options {
  clock: Clock;
  seed?: string | undefined;
  switches?: Partial<SampleSwitches> | undefined;
}

/** All state is in the engine that is returned: two engines share nothing. */
export function createSampleEngine({
  clock: base,
  seed = defaultSeed,
  switches: given,
}: Options): SampleEngine {
  let running = base;
  const clock: Clock = { nowMs: () => running.nowMs() };
  let switches: SampleSwitches = { ...defaultSwitches, ...given };
  let state = makeState(seed);

  function makeState(from: string): { world: SampleWorld; book: SampleBook; requestIds: RequestIds } {
    const world = makeWorld(from, clock.nowMs());
    const requestIds = createRequestIds(700_000 + (hash32(`${from} request ids`) % 90_000), () => switches);
    return { world, book: createBook(world), requestIds };
  }

  function customerOf({ clientId, customerId }: SampleIdentity): SampleCustomer {
    const { world } = state;
    const known = world.customers.get(customerId);
    if (known?.clientId === clientId) return known;
    const key = `${clientId} ${customerId}`;
    const stranger = world.customers.get(key) ?? makeStranger(world, clientId, customerId);
    world.customers.set(key, stranger);
    return stranger;
  }

  return {
    handle({ method, path, body }, identity) {
      const mark = path.indexOf("?");
      const route = findRoute(method, mark < 0 ? path : path.slice(0, mark));
      if (!route) return refused(404, "Not Found");
      const { endpoint, params } = route;
      const isForeign =
        params.client !== identity.clientId ||
        (params.customer !== undefined && params.customer !== identity.customerId);
      if (isForeign) return refused(403, "Forbidden");
      return endpoint.answer({
        params,
        query: new URLSearchParams(mark < 0 ? "" : path.slice(mark + 1)),
        body,
        customer: customerOf(identity),
        nowMs: clock.nowMs(),
        switches,
        ...state,
      });
    },
    customers: () => [...state.world.customers.values()],
    appointments() {
      const found = [...state.world.customers.values()]
        .flatMap(({ projects }) => projects)
        .flatMap((project) => (project.appointment ? [{ project, appointment: project.appointment }] : []));
      return found
        .sort((one, other) => one.appointment.bookedAtMs - other.appointment.bookedAtMs)
        .map(({ project, appointment }) => ({
          client_id: project.clientId,
          customer_id: project.customerId,
          project_id: String(project.id),
          date: appointment.date,
          time: appointment.time,
          status: project.status,
          booked_at: new Date(appointment.bookedAtMs).toISOString(),
        }));
    },
    freePlaces: (slot) => state.book.freePlaces(slot),
    fillSlot: (slot) => state.book.fill(slot),
    privateValues() {
      const technicians = [...state.world.customers.values()]
        .flatMap(({ projects }) => projects)
        .flatMap(({ technician }) => (technician ? Object.values(technician.privateData) : []));
      return [...new Set(technicians)];
    },
    setSwitches(changed) {
      switches = { ...switches, ...changed };
    },
    clock,
    reset({ seed: next = state.world.seed, nowMs } = {}) {
      if (nowMs !== undefined) running = clockFrom(nowMs, base);
      state = makeState(next);
    },
  };
}
