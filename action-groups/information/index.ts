import type { AnyAction } from "#action-groups/action.ts";
import { getProjectDetails } from "./get-project-details.ts";
import { getProjectStatus } from "./get-project-status.ts";
import { getTechnicianInfo } from "./get-technician-info.ts";
import { listAllProjects } from "./list-all-projects.ts";

/** The actions of `information-actions`. */
export const informationActions: readonly AnyAction[] = [
  getProjectDetails,
  getProjectStatus,
  getTechnicianInfo,
  listAllProjects,
];
