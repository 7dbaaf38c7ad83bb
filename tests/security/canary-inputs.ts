import { actionInputs } from "./canary-action-inputs.ts";
import { pf360Inputs } from "./canary-pf360-inputs.ts";
import { routeInputs } from "./canary-route-inputs.ts";
import type { CanaryScene } from "./canary-scene.ts";
import type { Planted, PlantedKind } from "./canary-values.ts";

/** One place where somebody outside can put text in. */
export interface CanaryInput {
  name: string;
  /** The route (`METHOD path`), the action, or `PF360`. */
  covers: string;
  /** Where a kind belongs once it is put in here, by the beginning of a place's name; nowhere unless said. */
  belongsIn: Partial<Record<PlantedKind, readonly string[]>>;
  /** Puts the planted values in. @throws Error when they were not taken as they were meant to be */
  plant(planted: Planted, scene: CanaryScene): Promise<void>;
}

/** Every input there is. */
export const canaryInputs: readonly CanaryInput[] = [...routeInputs, ...actionInputs, ...pf360Inputs];
