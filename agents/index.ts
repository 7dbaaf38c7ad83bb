import type { AgentDefinition } from "./agent.ts";
import { chitchat } from "./chitchat.ts";
import { information } from "./information.ts";
import { notes } from "./notes.ts";
import { scheduling } from "./scheduling.ts";
import { supervisor } from "./supervisor.ts";

/** Every agent, the supervisor first. */
export const agents: readonly AgentDefinition[] = [supervisor, scheduling, information, notes, chitchat];
