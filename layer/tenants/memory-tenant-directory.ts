import type { Tenant } from "#layer/domain/tenant.ts";
import type { TenantDirectory } from "./tenant-directory.ts";

/** The given records, as they are. */
export function createMemoryTenantDirectory(tenants: readonly Tenant[]): TenantDirectory {
  return {
    get: async (clientId) => tenants.find((tenant) => tenant.client_id === clientId),
    getByPublicKey: async (publicKey) => tenants.find((tenant) => tenant.public_key === publicKey),
  };
}
