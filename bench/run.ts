import { benchApply } from "./apply.ts";
import { benchPrivacy } from "./privacy.ts";

/** `npm run bench`: every measurement with its bound; ends with 1 when one is out of its bound. */
for (const measure of [benchApply, benchPrivacy]) {
  const { line, isWithin } = await measure();
  process.stdout.write(`${isWithin ? "within" : "OVER"}  ${line}\n`);
  if (!isWithin) process.exitCode = 1;
}
