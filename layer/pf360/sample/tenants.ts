import { type Tenant, tenant } from "#layer/domain/tenant.ts";

function portalHosts(clientName: string): string[] {
  return ["dev", "qa", "staging", "apps"].map(
    (label) => `${clientName}.cx-portal.${label}.projectsforce.com`,
  );
}

/**
 * The two sample tenants, in different time zones. The second one uses the other variant of every endpoint that has two.
 */
export const sampleTenants: readonly [Tenant, Tenant] = [
  tenant.parse({
    client_id: "EASTHOME",
    client_name: "east-home",
    public_key: "pk_sample_east_home",
    display_name: "East Home Improvement (sample)",
    time_zone: "America/New_York",
    link_hosts: portalHosts("east-home"),
    support_phone: "(212) 555-0140",
    support_email: "office@east-home.example.com",
    support_hours: "Monday to Friday 8 AM to 6 PM, Saturday 9 AM to 1 PM (Eastern)",
  }),
  tenant.parse({
    client_id: "WESTHOME",
    client_name: "west-home",
    public_key: "pk_sample_west_home",
    display_name: "West Home Improvement (sample)",
    time_zone: "America/Los_Angeles",
    link_hosts: portalHosts("west-home"),
    support_phone: "(503) 555-0160",
    support_email: "office@west-home.example.com",
    support_hours: "Monday to Friday 8:30 AM to 7 PM (Pacific)",
    availability: "slotsChatbot",
    cancel: "cancel-appointment",
    notes: "list",
  }),
];
