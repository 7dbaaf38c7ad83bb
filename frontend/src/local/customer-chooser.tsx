import { useEffect, useState } from "react";
import { listSampleCustomers, type SampleCustomer } from "./sample-customers.ts";
import { localWords } from "./words.ts";

/** Lists the sample customers, by their retailers; choosing one signs in as them. */
export function CustomerChooser({ onChoose }: { onChoose: (customer: SampleCustomer) => void }) {
  const [customers, setCustomers] = useState<SampleCustomer[] | "failed">();

  useEffect(() => {
    listSampleCustomers().then(setCustomers, () => setCustomers("failed"));
  }, []);

  return (
    <div className="chooser">
      <h2>{localWords.choose}</h2>
      <p>{localWords.explain}</p>
      {customers === undefined && <p role="status">{localWords.loading}</p>}
      {customers === "failed" && <p role="alert">{localWords.failed}</p>}
      {Array.isArray(customers) &&
        tenantsOf(customers).map((tenant) => (
          <section key={tenant} data-tenant={tenant} aria-label={tenant}>
            <h3>{tenant}</h3>
            <ul>
              {customers
                .filter(({ client_name }) => client_name === tenant)
                .map((customer) => (
                  <li key={customer.customer_id}>
                    <button
                      type="button"
                      className="customer"
                      onClick={() => onChoose(customer)}
                      data-customer={customer.customer_id}
                    >
                      <strong>{customer.name}</strong>
                      <span>
                        {localWords.projects(customer.projects.length)}
                        {categoriesOf(customer)}
                      </span>
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
    </div>
  );
}

/** The retailers' names, in the order of the list. */
function tenantsOf(customers: SampleCustomer[]): string[] {
  return [...new Set(customers.map(({ client_name }) => client_name))];
}

function categoriesOf({ projects }: SampleCustomer): string {
  const categories = new Set(projects.flatMap(({ category }) => (category ? [category] : [])));
  return categories.size === 0 ? "" : `: ${[...categories].slice(0, 4).join(", ")}`;
}
