/** Each cycle once, as the files along it, found depth first in the order of the map; not every cycle of a knot. */
export function listCycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const way: string[] = [];
  function visit(file: string): void {
    const index = way.indexOf(file);
    if (index >= 0) {
      cycles.push(way.slice(index));
      return;
    }
    if (done.has(file)) return;
    way.push(file);
    for (const next of edges.get(file) ?? []) visit(next);
    way.pop();
    done.add(file);
  }
  for (const file of edges.keys()) visit(file);
  return cycles;
}
