/** The ids under which PF360 offers dates and slots. */
export interface RequestIds {
  /** A new id, an integer larger than every earlier one. */
  issue(projectId: number, nowMs: number): number;
  /** Whether the id may be used for this project now. */
  isValid(id: unknown, projectId: number, nowMs: number): boolean;
}

interface Rules {
  requestIdLifeSeconds: number;
  requestIdScope: "project" | "any";
}

/** `rules` is read at each check, so that a switch counts from the moment it is set. */
export function createRequestIds(firstId: number, rules: () => Rules): RequestIds {
  const issued = new Map<number, { projectId: number; issuedAtMs: number }>();
  let nextId = firstId;
  return {
    issue(projectId, nowMs) {
      const id = nextId++;
      issued.set(id, { projectId, issuedAtMs: nowMs });
      return id;
    },
    isValid(id, projectId, nowMs) {
      const found = typeof id === "number" ? issued.get(id) : undefined;
      if (!found) return false;
      const { requestIdLifeSeconds, requestIdScope } = rules();
      if (nowMs - found.issuedAtMs >= requestIdLifeSeconds * 1000) return false;
      return requestIdScope === "any" || found.projectId === projectId;
    },
  };
}
