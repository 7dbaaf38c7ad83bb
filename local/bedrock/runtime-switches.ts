/** What no document settles and where our own code then takes another way. */
export interface RuntimeSwitches {
  /** The supervisor's session attributes are handed to its collaborators (the service model says so, users deny it). */
  attributesReachCollaborators: boolean;
  /** How arrays and objects are written into a call: as Java's `toString` prints them, or as JSON. */
  arrays: "java" | "json";
  /** `refused`: the answer to a collaborator's returnControl is a ValidationException (aws-sdk-js-v3, issue 6840). */
  returnControlBehindSupervisor: "works" | "refused";
}

export const usualSwitches: RuntimeSwitches = {
  attributesReachCollaborators: true,
  arrays: "java",
  returnControlBehindSupervisor: "works",
};
