import type { RunningSystem } from "./running-system.ts";

/** The requests that booked, cancelled or noted something, or tried to, oldest first, as `METHOD path`. */
export function writesOf({ pf360 }: Pick<RunningSystem, "pf360">): string[] {
  return pf360
    .requests()
    .map(({ method, path }) => `${method} ${path}`)
    .filter((request) => /\/schedule$|\/cancel-|\/project-notes\/add\//.test(request));
}

/** Remembers the book and what was sent, and tells afterwards what has changed. */
export function watchBook(system: Pick<RunningSystem, "engine" | "pf360">) {
  const before = system.engine.appointments();
  const sentBefore = writesOf(system).length;
  const keyOf = (appointment: (typeof before)[number]) => JSON.stringify(appointment);
  return () => {
    const now = system.engine.appointments();
    const [had, has] = [new Set(before.map(keyOf)), new Set(now.map(keyOf))];
    return {
      booked: now.filter((appointment) => !had.has(keyOf(appointment))),
      cancelled: before.filter((appointment) => !has.has(keyOf(appointment))),
      writes: writesOf(system).slice(sentBefore),
    };
  };
}

/** What `watchBook` tells when nothing was touched. */
export const untouched = { booked: [], cancelled: [], writes: [] };

/** A sample customer's project of a category and status. */
export function projectOf(
  { engine }: Pick<RunningSystem, "engine">,
  customerId: string,
  fits: { category: string; status: string },
): { id: string; number: string } {
  const projects = engine.customers().find((customer) => customer.customerId === customerId)?.projects;
  const project = projects?.find(
    ({ category, status }) => category === fits.category && status === fits.status,
  );
  if (!project) throw new Error(`${customerId} has no ${fits.category} project that is ${fits.status}`);
  return { id: String(project.id), number: project.number };
}
