import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { describe, expect, it } from "vitest";
import { createSecretsManagerKeyRing } from "#layer/auth/secrets-manager-key-ring.ts";
import { ConfigError } from "#layer/errors.ts";
import { keyRingJson } from "#tests/builders/key-rings.ts";

function secretHolding(first: string | Error) {
  const secret = { holds: first, reads: [] as unknown[] };
  const client = {
    async send({ input }: { input: unknown }) {
      secret.reads.push(input);
      if (secret.holds instanceof Error) throw secret.holds;
      return { SecretString: secret.holds };
    },
  } as unknown as SecretsManagerClient;
  const time = { ms: 0 };
  const ring = createSecretsManagerKeyRing({
    client,
    secretArn: "arn:secret",
    variable: "SESSION_TOKEN_KEYS",
    elapsedMs: () => time.ms,
  });
  return { secret, time, ring };
}

describe("a key ring in Secrets Manager", () => {
  it("reads the current version once for many uses, and again after five minutes", async () => {
    const { secret, time, ring } = secretHolding(keyRingJson("k1"));

    await Promise.all([ring.current(), ring.get("k1"), ring.get("k0")]);
    expect(secret.reads).toEqual([{ SecretId: "arn:secret", VersionStage: "AWSCURRENT" }]);
    secret.holds = keyRingJson("k2", "k1");
    expect((await ring.current()).kid).toBe("k1");
    time.ms = 5 * 60_000;

    expect((await ring.current()).kid).toBe("k2");
    expect(secret.reads).toHaveLength(2);
  });

  it("goes on with the ring it has while the secret cannot be read, for an hour", async () => {
    const { secret, time, ring } = secretHolding(keyRingJson("k1"));
    await ring.current();
    secret.holds = new Error("throttled");

    time.ms = 59 * 60_000;
    expect((await ring.current()).kid).toBe("k1");
    time.ms = 60 * 60_000;

    await expect(ring.current()).rejects.toThrow(ConfigError);
  });

  it("does not try again for ten seconds after it could not be read, so that not every request waits", async () => {
    const { secret, time, ring } = secretHolding(keyRingJson("k1"));
    await ring.current();
    secret.holds = new Error("throttled");
    time.ms = 6 * 60_000;

    for (let uses = 0; uses < 5; uses += 1) expect((await ring.current()).kid).toBe("k1");
    expect(secret.reads).toHaveLength(2);
    secret.holds = keyRingJson("k2");
    time.ms += 10_000;

    expect((await ring.current()).kid).toBe("k2");
  });

  it("stops on a secret that is not there or holds no ring, and reads again at the next use", async () => {
    const { secret, ring } = secretHolding(new Error("no such secret arn:secret"));

    await expect(ring.current()).rejects.toThrow(/SESSION_TOKEN_KEYS_SECRET_ARN/);
    secret.holds = "not a ring";
    await expect(ring.current()).rejects.toThrow(/SESSION_TOKEN_KEYS holds no usable key ring/);
    secret.holds = keyRingJson("k1");

    expect((await ring.current()).kid).toBe("k1");
  });
});
