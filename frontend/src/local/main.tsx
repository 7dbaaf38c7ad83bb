import { useCallback, useState } from "react";
import { App, Frame } from "../app.tsx";
import { mount } from "../mount.tsx";
import { CustomerChooser } from "./customer-chooser.tsx";
import { getSampleBearer, type SampleCustomer } from "./sample-customers.ts";
import { localWords } from "./words.ts";
import "./local.css";

function LocalPage() {
  const [customer, setCustomer] = useState<SampleCustomer>();
  if (customer === undefined) {
    return (
      <Frame>
        <CustomerChooser onChoose={setCustomer} />
      </Frame>
    );
  }
  return <SignedIn customer={customer} onChange={() => setCustomer(undefined)} />;
}

function SignedIn({ customer, onChange }: { customer: SampleCustomer; onChange: () => void }) {
  const getBearer = useCallback(() => getSampleBearer(customer.customer_id), [customer]);
  return (
    <App
      publicKey={customer.public_key}
      getBearer={getBearer}
      aside={
        <div className="who">
          <span>{localWords.signedInAs(customer.name)}</span>
          <button type="button" onClick={onChange}>
            {localWords.change}
          </button>
        </div>
      }
    />
  );
}

mount(<LocalPage />);
