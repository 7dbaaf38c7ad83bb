import { createPf360 } from "./create-pf360.ts";
import type { Pf360 } from "./pf360-client.ts";
import type { SampleEngine } from "./sample/engine.ts";

// The entry loads sample data in one go, and only where it wants them.
export { createSampleEngine } from "./sample/engine.ts";

/** PF360 answered in process from sample data: the same client as over HTTP, without a wire that could fail. */
export function createSamplePf360(engine: SampleEngine): Pf360 {
  return createPf360({
    async send({ method, path, body }, { tenant, customerId }) {
      return engine.handle({ method, path, body }, { clientId: tenant.client_id, customerId });
    },
  });
}
