/**
 * Changes an environment so that the AWS SDKs that read it speak to the emulators and to nothing else, whatever the machine
 * is signed in to.
 */
export function speakToThisMachineOnly(env: Record<string, string | undefined>): void {
  Object.assign(env, {
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_EC2_METADATA_DISABLED: "true",
  });
  // With a profile the SDKs would pass over the keys above.
  delete env.AWS_PROFILE;
}
