import { createHash, timingSafeEqual } from "node:crypto";
import type { BffDependencies } from "../dependencies.ts";
import { UnauthorizedError } from "../refusal.ts";
import { bearerOf } from "./authenticate.ts";

/**
 * Lets holders of an operator key pass; every key is compared, in the same time whatever is presented.
 * @throws UnauthorizedError for everybody else, and for everybody when there is no ring
 */
export async function authenticateOperator(
  request: Request,
  { operatorRing }: Pick<BffDependencies, "operatorRing">,
): Promise<void> {
  const presented = digest(bearerOf(request, "operator_refused"));
  const keys = (await operatorRing?.all()) ?? [];
  const matches = keys.filter(({ key }) =>
    timingSafeEqual(presented, digest(Buffer.from(key).toString("base64url"))),
  );
  if (matches.length === 0) throw new UnauthorizedError("operator_refused");
}

/** Of one length, whatever the text is. */
function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
