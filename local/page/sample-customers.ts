import { sampleTenants } from "#layer/pf360/sample/tenants.ts";
import type { SampleCustomers } from "./customer-routes.ts";

/** The chooser's customers from the simulator's admin, each with the public key of its tenant. */
export function simulatorCustomers(simulatorUrl: string): SampleCustomers {
  return {
    async list() {
      const response = await fetch(`${simulatorUrl}/_simulator/customers`);
      const customers = (await response.json()) as { client_id: string }[];
      return customers.map((customer) => ({
        ...customer,
        public_key: sampleTenants.find(({ client_id }) => client_id === customer.client_id)?.public_key,
      }));
    },
    async token(customerId) {
      const response = await fetch(`${simulatorUrl}/_simulator/tokens`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ customer_id: customerId }),
      });
      if (!response.ok) return undefined;
      const { access_token } = (await response.json()) as { access_token: string };
      return access_token;
    },
  };
}
