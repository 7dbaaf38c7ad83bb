import { Hono } from "hono";
import * as z from "zod";

const tokenRequest = z.strictObject({ customer_id: z.string().regex(/^\d{1,12}$/) });

/** What the simulator's admin offers the chooser. */
export interface SampleCustomers {
  list(): Promise<unknown>;
  /** A bearer for one of them; undefined for a customer it does not know. */
  token(customerId: string): Promise<string | undefined>;
}

/**
 * The local-only routes behind the page's customer chooser: who there is, and a sign-in for one of them. They exist only
 * under `local/start`; the product has no route that hands out identities.
 */
export function customerRoutes(customers: SampleCustomers): Hono {
  return new Hono()
    .get("/local/customers", async (context) => context.json(await customers.list()))
    .post("/local/tokens", async (context) => {
      const body = tokenRequest.safeParse(await context.req.json().catch(() => undefined));
      if (!body.success)
        return context.json({ error: { code: "bad_request", fields: ["customer_id"] } }, 400);
      const token = await customers.token(body.data.customer_id);
      if (!token) return context.json({ error: { code: "not_found" } }, 404);
      return context.json({ access_token: token });
    });
}
