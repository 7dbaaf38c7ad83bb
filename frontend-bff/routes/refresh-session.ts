import * as z from "zod";
import { holdOrigin } from "../middleware/origins.ts";
import { readBody } from "../read-body.ts";
import { UnauthorizedError } from "../refusal.ts";
import type { Route } from "../route.ts";
import { refreshFamily } from "../session/refresh-family.ts";
import { signedInAnswer } from "../session/signed-in.ts";

const body = z.strictObject({ refresh_token: z.string().min(1).max(1024) });
const mostBytes = 4 * 1024;

/**
 * `POST /api/session/refresh`: a refresh token for fresh access tokens and the next refresh token. For ten seconds the
 * same token gets the same next one, so that a lost answer and a second tab do no harm.
 */
export const refreshSession: Route = {
  method: "POST",
  path: "/api/session/refresh",
  access: "refresh",
  async handle({ request, requestId, origin, caller }, tools) {
    const { refresh_token } = await readBody(request, body, mostBytes);
    const refreshed = await refreshFamily(
      refresh_token,
      {
        requestId,
        async hold(tenant, { clientId, subject }) {
          holdOrigin(origin, tenant);
          await caller.admit({ clientId, subject });
        },
      },
      tools,
    );
    if (!refreshed) throw new UnauthorizedError();
    return signedInAnswer(refreshed, tools);
  },
};
