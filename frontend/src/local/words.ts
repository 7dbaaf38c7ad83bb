/** The words of the local page alone. */
export const localWords = {
  choose: "Choose a retailer and a customer",
  explain:
    "This page runs on your machine alone. Everyone here is made up; sign in as any of them, in another browser or tab as somebody else.",
  signedInAs: (name: string) => `Signed in as ${name}`,
  change: "Change customer",
  projects: (count: number) => (count === 1 ? "1 project" : `${count} projects`),
  loading: "Loading the sample customers…",
  failed: "The sample customers could not be loaded. Is the simulator running?",
};
