import { type Tenant, tenant } from "#layer/domain/tenant.ts";

/** A made-up tenant in New York with the plan's variant of each endpoint. */
export function testTenant(fields: Partial<Tenant> = {}): Tenant {
  return {
    ...tenant.parse({
      client_id: "TESTHOME",
      client_name: "test-home",
      public_key: "pk_test_home",
      display_name: "Test Home Improvement",
      time_zone: "America/New_York",
    }),
    ...fields,
  };
}
