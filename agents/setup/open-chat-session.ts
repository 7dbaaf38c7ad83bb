import * as z from "zod";
import { ConfigError } from "#layer/errors.ts";

/** Where a session for a terminal chat may come from; the first that is given. */
export interface SessionSource {
  sessionId?: string | undefined;
  /** The BFF's address. */
  bff?: string | undefined;
  /** The customer's own, as PF360 gave it. */
  bearer?: string | undefined;
  /** Which sample customer of the local page; the first one unless said. */
  customerId?: string | undefined;
  /** Whether the BFF is the local system's, which hands out bearers. */
  isLocal: boolean;
}

const session = z.object({ session_id: z.string().min(1) });
const token = z.object({ access_token: z.string().min(1) });
const customers = z.array(z.object({ customer_id: z.string() })).min(1);

/**
 * The session id that the actions are to be called with: a given one, or one that the BFF opens. Undefined where there is no way to one; the
 * actions then ask for a new sign-in.
 * @throws ConfigError when a way was given and the BFF refuses it
 */
export async function openChatSession(
  source: SessionSource,
  send: typeof fetch = fetch,
): Promise<string | undefined> {
  const { sessionId, bff, isLocal } = source;
  if (sessionId !== undefined) return sessionId;
  if (bff === undefined) return undefined;
  const bearer = source.bearer ?? (isLocal ? await localBearer(bff, source.customerId, send) : undefined);
  if (bearer === undefined) return undefined;
  const answer = await ask(send, `${bff}/api/session`, session, {
    method: "POST",
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    body: "{}",
  });
  return answer.session_id;
}

/** Undefined where the page of `npm start` does not run. */
async function localBearer(
  bff: string,
  asked: string | undefined,
  send: typeof fetch,
): Promise<string | undefined> {
  if (asked === undefined && !(await isThere(bff, send))) return undefined;
  const customerId = asked ?? (await ask(send, `${bff}/local/customers`, customers))[0]?.customer_id;
  const answer = await ask(send, `${bff}/local/tokens`, token, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ customer_id: customerId }),
  });
  return answer.access_token;
}

async function isThere(bff: string, send: typeof fetch): Promise<boolean> {
  try {
    return (await send(`${bff}/api/health`)).ok;
  } catch {
    return false;
  }
}

async function ask<Shape extends z.ZodType>(
  send: typeof fetch,
  url: string,
  shape: Shape,
  init?: RequestInit,
): Promise<z.output<Shape>> {
  let response: Response;
  try {
    response = await send(url, init);
  } catch (cause) {
    throw new ConfigError(`No BFF answers at ${new URL(url).origin}.`, { cause });
  }
  const parsed = response.ok ? shape.safeParse(await response.json().catch(() => undefined)) : undefined;
  if (parsed?.success) return parsed.data;
  throw new ConfigError(`The BFF gives no session: ${new URL(url).pathname} answered ${response.status}.`);
}
