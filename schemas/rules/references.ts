import { fieldsOf, type Report } from "./finding.ts";

/** Follows local references (`#/components/…`); anything that is not a reference comes back as it is. */
export interface References {
  follow(value: unknown, path: string): unknown;
}

/**
 * Reports each reference, once a place: a local one is accepted but not honoured, one that leads nowhere or outside is
 * refused.
 */
export function createReferences(document: unknown, reportAny: Report): References {
  const reported = new Set<string>();
  const report: Report = (path, finding) => {
    if (!reported.has(path)) reportAny(path, finding);
    reported.add(path);
  };
  function follow(value: unknown, path: string, seen: ReadonlySet<string> = new Set()): unknown {
    const reference = fieldsOf(value)?.$ref;
    if (typeof reference !== "string") return value;
    if (seen.has(reference)) return undefined;
    const target = lookUp(document, reference);
    if (target === undefined) {
      report(path, {
        grade: "error",
        rule: "reference-unresolved",
        message: `$ref ${reference} leads nowhere in this document.`,
        cure: "Write the schema in place; Bedrock reads this one document alone.",
      });
      return undefined;
    }
    if (seen.size === 0) {
      report(path, {
        grade: "warning",
        rule: "reference",
        message: "$ref is accepted but not dependably followed.",
        cure: "Write the schema in place.",
      });
    }
    return follow(target, path, new Set([...seen, reference]));
  }
  return { follow: (value, path) => follow(value, path) };
}

function lookUp(document: unknown, reference: string): unknown {
  if (!reference.startsWith("#/")) return undefined;
  return reference
    .slice(2)
    .split("/")
    .map((token) => decode(token).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (value, token) => (Array.isArray(value) ? value[Number(token)] : ownField(value, token)),
      document,
    );
}

function ownField(value: unknown, name: string): unknown {
  const fields = fieldsOf(value);
  return fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function decode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
