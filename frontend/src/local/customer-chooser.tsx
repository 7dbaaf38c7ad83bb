import { useEffect, useState } from "react";
import { listSampleCustomers, type SampleCustomer } from "./sample-customers.ts";
import { localWords } from "./words.ts";

/** Lists the sample customers; choosing one signs in as them. */
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
      {Array.isArray(customers) && (
        <ul>
          {customers.map((customer) => (
            <li key={customer.customer_id}>
              <button
                type="button"
                className="customer"
                onClick={() => onChoose(customer)}
                data-customer={customer.customer_id}
              >
                <strong>{customer.name}</strong>
                <span>{customer.client_name}</span>
                <span>
                  {localWords.projects(customer.projects.length)}
                  {categoriesOf(customer)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function categoriesOf({ projects }: SampleCustomer): string {
  const categories = new Set(projects.flatMap(({ category }) => (category ? [category] : [])));
  return categories.size === 0 ? "" : `: ${[...categories].slice(0, 4).join(", ")}`;
}
