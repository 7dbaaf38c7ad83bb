import { type Tenant, tenant as tenantRecord } from "#layer/domain/tenant.ts";
import { RefusalError } from "../refusal.ts";
import type { Route } from "../route.ts";

/** `GET /api/config?t=<public key>`: what a page may know of the tenant before anyone has signed in. */
export const getConfig: Route = {
  method: "GET",
  path: "/api/config",
  access: "public",
  async handle({ request }, { tenants }) {
    const publicKey = new URL(request.url).searchParams.get("t");
    if (!publicKey) throw new RefusalError("invalid_request");
    // DynamoDB refuses a key of more than 2,048 bytes; what cannot be a public key is not looked up.
    if (!tenantRecord.shape.public_key.safeParse(publicKey).success) throw new RefusalError("not_found");
    const tenant = await tenants.getByPublicKey(publicKey);
    if (!tenant) throw new RefusalError("not_found");
    return Response.json(publicFieldsOf(tenant));
  },
};

/** Named one by one, so that a field added to the record stays inside. */
function publicFieldsOf(tenant: Tenant) {
  const { client_name, display_name, time_zone, link_hosts, languages } = tenant;
  const { support_phone, support_email, support_hours } = tenant;
  return {
    client_name,
    display_name,
    time_zone,
    link_hosts,
    languages,
    support_phone,
    support_email,
    support_hours,
  };
}
