/** The three action groups; the names that Bedrock, the Lambdas and the logs use. */
export const actionGroupNames = ["scheduling-actions", "information-actions", "notes-actions"] as const;
export type ActionGroupName = (typeof actionGroupNames)[number];
