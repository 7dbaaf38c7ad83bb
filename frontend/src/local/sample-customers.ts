/** A sample customer, as the local start tells it. */
export interface SampleCustomer {
  customer_id: string;
  client_id: string;
  name: string;
  client_name: string;
  public_key: string;
  projects: { category?: string; type?: string; status?: string }[];
}

/** All sample customers, in the simulator's order. */
export async function listSampleCustomers(): Promise<SampleCustomer[]> {
  const response = await fetch("/local/customers");
  if (!response.ok) throw new Error(`local customers: ${response.status}`);
  return (await response.json()) as SampleCustomer[];
}

/** A fresh bearer for a sample customer, from the simulator's issuer. */
export async function getSampleBearer(customerId: string): Promise<string> {
  const response = await fetch("/local/tokens", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ customer_id: customerId }),
  });
  if (!response.ok) throw new Error(`local token: ${response.status}`);
  return ((await response.json()) as { access_token: string }).access_token;
}
