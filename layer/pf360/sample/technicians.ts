import type { SeededRandom } from "./random.ts";
import type { SampleTechnician } from "./world.ts";

const names = [
  ["Tomas", "Quillfeather"],
  ["Bea", "Larkmoor"],
  ["Idris", "Penhallowby"],
  ["Noor", "Thistlewick"],
] as const;

function digits(random: SeededRandom, count: number): string {
  return Array.from({ length: count }, () => random.int(0, 9)).join("");
}

/**
 * The technicians of a tenant, with the private data that PF360 really puts into every dashboard row. Synthetic: social
 * security numbers begin with 000, which is never issued; phone numbers are of the 555-01 range.
 */
export function makeTechnicians(random: SeededRandom): [SampleTechnician, ...SampleTechnician[]] {
  const make = ([firstName, lastName]: readonly [string, string], index: number): SampleTechnician => {
    const mail = `${firstName}.${lastName}`.toLowerCase();
    return {
      id: 5000 + index * 7 + random.int(0, 6),
      firstName,
      lastName,
      bio: `${firstName} has fitted floors, doors and windows for ${random.int(4, 20)} years.`,
      privateData: {
        installer_details_ssn: `000-${digits(random, 2)}-${digits(random, 4)}`,
        installer_details_tax_id: `00-${digits(random, 7)}`,
        installer_details_driver_license: `D${digits(random, 8)}`,
        installer_details_bank_account: `000${digits(random, 9)}`,
        installer_details_shirt_size: "XL-Tall",
        user_idata_dob: `19${random.int(60, 99)}-0${random.int(1, 9)}-1${random.int(0, 9)}T00:00:00.000Z`,
        user_idata_contact_no: `(646) 555-01${digits(random, 2)}`,
        user_idata_email: `${mail}@technicians.example.com`,
        user_idata_home_address: `${random.int(100, 999)} Nobody's Lane`,
        user_idata_emergency_contact_name: `Emergency Contact ${lastName}`,
        user_idata_emergency_contact_number: `(646) 555-01${digits(random, 2)}`,
        user_idata_emergency_contact_relation: "Spouse of technician",
      },
    };
  };
  const [first, ...others] = names;
  return [make(first, 0), ...others.map((name, index) => make(name, index + 1))];
}
