import { hash32 } from "../random.ts";

/** How many entries PF360 repeats on every row. */
const sizes = { client_app_job_statuses: 133, client_app_job_types: 46, client_app_job_categories: 152 };

type Triple = Readonly<{ id: number; client: number; ref: number }>;

const made = new Map<string, Readonly<Record<string, readonly Triple[]>>>();

/** The tenant's configuration, repeated on each row: most of a row's bulk. The arrays are shared and frozen. */
export function bulkFields(clientId: string): Readonly<Record<string, readonly Triple[]>> {
  const known = made.get(clientId);
  if (known) return known;
  const client = 100 + (hash32(clientId) % 900);
  const fields = Object.fromEntries(
    Object.entries(sizes).map(([name, size], group) => [
      name,
      Object.freeze(
        Array.from({ length: size }, (_, index) =>
          Object.freeze({ id: 10_000 * (group + 1) + index, client, ref: 300 + index }),
        ),
      ),
    ]),
  );
  made.set(clientId, fields);
  return fields;
}
