/** Counts the API calls of one command, for showing what it did. */
export function createCallCount() {
  const writes: string[] = [];
  let reads = 0;
  return {
    note(operation: string, isWrite: boolean): void {
      if (isWrite) writes.push(operation);
      else reads += 1;
    },
    /** Of those that change something, in the order of their first. */
    writes: (): Readonly<Record<string, number>> =>
      Object.fromEntries(
        Map.groupBy(writes, (name) => name)
          .entries()
          .map(([name, all]) => [name, all.length]),
      ),
    reads: (): number => reads,
    /** `Calls: 3 that change something (PrepareAgent, UpdateAgent ×2), 40 that read.` */
    line(): string {
      const names = Object.entries(this.writes()).map(([name, times]) =>
        times > 1 ? `${name} ×${times}` : name,
      );
      const changing =
        names.length > 0
          ? `${writes.length} that change something (${names.join(", ")})`
          : "none that change anything";
      return `Calls: ${changing}, ${reads} that read.`;
    },
  };
}
export type CallCount = ReturnType<typeof createCallCount>;
