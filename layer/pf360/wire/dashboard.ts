import type { Project } from "#layer/domain/project.ts";
import { type Envelope, fieldsOf } from "./envelope.ts";
import { readProject } from "./project-row.ts";
import { saysNone } from "./words.ts";

/**
 * The projects of a dashboard in PF360's order. Of rows with the same id the first one counts; a row without an id is left
 * out and never fails the list. Undefined when the answer is no list: then nobody can say that there are no projects.
 */
export function readDashboard(envelope: Envelope, timeZone: string): Project[] | undefined {
  const { data, words } = envelope;
  if (data === null) return [];
  const { projects } = fieldsOf(envelope);
  const rows = Array.isArray(data) ? data : projects;
  if (!Array.isArray(rows)) return saysNone(words) ? [] : undefined;
  const byId = new Map<string, Project>();
  for (const row of rows) {
    const project = readProject(row, timeZone);
    if (project && !byId.has(project.id)) byId.set(project.id, project);
  }
  return [...byId.values()];
}
