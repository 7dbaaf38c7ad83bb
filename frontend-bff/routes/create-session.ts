import * as z from "zod";
import { readBody } from "../read-body.ts";
import type { Route } from "../route.ts";
import { openSession } from "../session/open-session.ts";
import { renewSession } from "../session/renew-session.ts";
import { signedInAnswer } from "../session/signed-in.ts";

const body = z.strictObject({ token: z.string().min(1).max(8192).optional() });
const mostBytes = 16 * 1024;

/**
 * `POST /api/session`: the customer's bearer for a session of ours. With an earlier access token, expired or not, the
 * same session comes back with the new bearer, if it still lives and is this customer's; else a new one is made.
 */
export const createSession: Route = {
  method: "POST",
  path: "/api/session",
  access: "customer",
  async handle({ request, requestId, caller }, tools) {
    const { token } = hasBody(request) ? await readBody(request, body, mostBytes) : {};
    const renewed = token === undefined ? undefined : await renewSession(token, caller, requestId, tools);
    const opened = renewed ?? (await openSession(caller, requestId, tools));
    return signedInAnswer(opened, tools);
  },
};

/** Node gives every POST a body; one of which no header speaks (`curl -X POST`) is empty. */
function hasBody({ body: sent, headers }: Request): boolean {
  const isTold = ["content-length", "transfer-encoding", "content-type"].some((name) => headers.has(name));
  return sent !== null && isTold && headers.get("content-length") !== "0";
}
