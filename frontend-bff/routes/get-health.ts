import type { Route } from "../route.ts";

/** `GET /api/health`: this process answers. Asks nothing of anybody else. */
export const getHealth: Route = {
  method: "GET",
  path: "/api/health",
  access: "public",
  limit: "none",
  handle: () => Response.json({ status: "ok" }),
};
