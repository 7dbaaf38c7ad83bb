import { BedrockServiceError } from "./service-error.ts";

/** What Smithy demands of one member; a null or undefined value is absent and satisfies all. */
export interface Constraint {
  /** The member's path, `sessionState.invocationId`. */
  at: string;
  value: string | number | readonly unknown[] | null | undefined;
  minLength?: number;
  maxLength?: number;
  min?: number;
  pattern?: string;
  oneOf?: readonly string[];
  /** The value is not repeated in the error. */
  isSensitive?: boolean;
}

/**
 * Checks members the way AWS services do, all of them, in order.
 * @throws BedrockServiceError validationException: `N validation error(s) detected: Value '…' at '…' failed to satisfy
 * constraint: …; …`
 */
export function checkConstraints(constraints: readonly Constraint[]): void {
  const problems = constraints.flatMap((constraint) =>
    unsatisfied(constraint).map((demand) => {
      const { at, value, isSensitive } = constraint;
      const shown = isSensitive ? "Value" : `Value '${String(value)}'`;
      return `${shown} at '${at}' failed to satisfy constraint: Member must ${demand}`;
    }),
  );
  if (problems.length === 0) return;
  const count = `${problems.length} validation error${problems.length === 1 ? "" : "s"}`;
  throw new BedrockServiceError("validationException", `${count} detected: ${problems.join("; ")}`);
}

function unsatisfied({ value, minLength, maxLength, min, pattern, oneOf }: Constraint): string[] {
  if (value === null || value === undefined) return [];
  const demands: string[] = [];
  if (typeof value === "number") {
    if (min !== undefined && value < min) demands.push(`have value greater than or equal to ${min}`);
    return demands;
  }
  if (minLength !== undefined && value.length < minLength) {
    demands.push(`have length greater than or equal to ${minLength}`);
  }
  if (maxLength !== undefined && value.length > maxLength) {
    demands.push(`have length less than or equal to ${maxLength}`);
  }
  if (typeof value !== "string") return demands;
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) {
    demands.push(`satisfy regular expression pattern: ${pattern}`);
  }
  if (oneOf && !oneOf.includes(value)) demands.push(`satisfy enum value set: [${oneOf.join(", ")}]`);
  return demands;
}
