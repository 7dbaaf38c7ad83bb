import type { Tenant } from "#layer/domain/tenant.ts";

/** Where tenants' records are found. A token of a tenant that is not in it is refused. */
export interface TenantDirectory {
  /** The record, at most five seconds old; undefined for an unknown tenant. */
  get(clientId: string): Promise<Tenant | undefined>;
  /** By the public key that a page carries before sign-in. */
  getByPublicKey(publicKey: string): Promise<Tenant | undefined>;
}
