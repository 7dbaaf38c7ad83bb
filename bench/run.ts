import { speakToThisMachineOnly } from "#layer/command-line/this-machine-only.ts";
import { benchApply } from "./apply.ts";
import { benchConversation } from "./conversation.ts";
import { benchPrivacy } from "./privacy.ts";

// The SDKs sign with anything; what they reach here checks no signature.
speakToThisMachineOnly(process.env);

/** `npm run bench`: every measurement with its bound; ends with 1 when one is out of its bound. */
for (const measure of [benchApply, benchConversation, benchPrivacy]) {
  const { line, isWithin } = await measure();
  process.stdout.write(`${isWithin ? "within" : "OVER"}  ${line}\n`);
  if (!isWithin) process.exitCode = 1;
}
