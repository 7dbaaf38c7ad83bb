import { existsSync, readFileSync } from "node:fs";
import { compactVerify, createLocalJWKSet, importJWK, type JWK } from "jose";
import { describe, expect, it } from "vitest";
import { hasTokenForm } from "#layer/auth/token-form.ts";

interface Group {
  private?: JWK;
  public?: JWK;
  tests: { tcId: number; jws: unknown; result: "valid" | "invalid" }[];
}

const file = new URL(
  "../../../../../shared/data/wycheproof-jose/json_web_signature_test.json",
  import.meta.url,
);

/** Byte-equal to a valid one, or labelled valid against the standard, or valid only where the key's `alg` is ignored. */
const mislabelled = new Set([346, 347, 350, 351, 367, 370, 372, 373]);
/** An empty payload, which no token of ours or of an issuer's has. */
const refusedThoughValid = [259];
const pinned = ["HS256", "RS256", "ES256"];

function vectors() {
  if (!existsSync(file)) throw new Error("shared/data/wycheproof-jose is missing beside the repository");
  const { testGroups } = JSON.parse(readFileSync(file, "utf8")) as { testGroups: Group[] };
  return testGroups.flatMap(({ tests, ...keys }) =>
    tests
      .filter(({ tcId }) => !mislabelled.has(tcId))
      .map((test) => ({ ...test, key: keys.public ?? keys.private ?? {} })),
  );
}

async function accepts(jws: unknown, key: JWK): Promise<boolean> {
  if (typeof jws !== "string" || !hasTokenForm(jws, pinned)) return false;
  try {
    await verifyAsWeDo(jws, key);
    return true;
  } catch {
    return false;
  }
}

/** A ring's key as it is; an issuer's through the key set, which minds what a key is for. */
async function verifyAsWeDo(jws: string, key: JWK): Promise<unknown> {
  const algorithms = [key.alg ?? "RS256"];
  if (key.kty === "oct") return compactVerify(jws, await importJWK(key, "HS256"), { algorithms });
  return compactVerify(jws, createLocalJWKSet({ keys: [key] }), { algorithms });
}

describe("the form of a token", () => {
  it("with the library behind it accepts none of the invalid vectors of Wycheproof, and the valid pinned ones", async () => {
    const verdicts = await Promise.all(
      vectors().map(async (vector) => ({ ...vector, accepted: await accepts(vector.jws, vector.key) })),
    );

    const wronglyAccepted = verdicts.filter(({ accepted, result }) => accepted && result === "invalid");
    expect(wronglyAccepted.map(({ tcId }) => tcId)).toEqual([]);
    const valid = verdicts.filter(({ result, key }) => result === "valid" && pinned.includes(key.alg ?? ""));
    expect(valid.filter(({ accepted }) => !accepted).map(({ tcId }) => tcId)).toEqual(refusedThoughValid);
  });

  it("takes no algorithm but the pinned ones", () => {
    const header = (alg: string) => Buffer.from(JSON.stringify({ alg, kid: "k" })).toString("base64url");

    expect(hasTokenForm(`${header("RS256")}.AA.AA`, ["RS256", "ES256"])).toBe(true);
    expect(hasTokenForm(`${header("HS256")}.AA.AA`, ["RS256", "ES256"])).toBe(false);
    expect(hasTokenForm(`${header("none")}.AA.AA`, ["RS256", "ES256"])).toBe(false);
    expect(hasTokenForm(`${header("RS256")}.${"A".repeat(8192)}.AA`, ["RS256"])).toBe(false);
  });
});
