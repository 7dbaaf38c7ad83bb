import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { KeyRingSource } from "#layer/config.ts";
import { ConfigError } from "#layer/errors.ts";
import { fixedKeyRing, type KeyRing, parseKeyRing } from "./key-ring.ts";

/** A rotation adds a key, waits this long, makes it current, and drops the old one later. */
const freshMs = 5 * 60_000;
/** While the secret cannot be read, the ring last read serves this long. */
const usableMs = 60 * 60_000;

interface Options {
  client: SecretsManagerClient;
  secretArn: string;
  /** The variable that named the secret, for error messages. */
  variable: string;
  /** Milliseconds that only grow. */
  elapsedMs?: () => number;
}

/**
 * A ring kept in Secrets Manager, re-read every five minutes. Its first use reads it.
 * @throws ConfigError when the secret cannot be read or holds no usable ring
 */
export function createSecretsManagerKeyRing(options: Options): KeyRing {
  const { client, secretArn, variable, elapsedMs = () => performance.now() } = options;
  let held: { ring: KeyRing; readAtMs: number } | undefined;
  let reading: Promise<KeyRing> | undefined;

  async function read(): Promise<KeyRing> {
    const { GetSecretValueCommand } = await loadSdk();
    const { SecretString } = await client.send(
      new GetSecretValueCommand({ SecretId: secretArn, VersionStage: "AWSCURRENT" }),
    );
    const ring = fixedKeyRing(parseKeyRing(variable, SecretString));
    held = { ring, readAtMs: elapsedMs() };
    return ring;
  }

  async function ring(): Promise<KeyRing> {
    const ageMs = held ? elapsedMs() - held.readAtMs : Number.POSITIVE_INFINITY;
    if (held && ageMs < freshMs) return held.ring;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    try {
      return await reading;
    } catch (cause) {
      if (held && ageMs < usableMs) return held.ring;
      if (cause instanceof ConfigError) throw cause;
      throw new ConfigError(`the secret named by ${variable}_SECRET_ARN cannot be read`, { cause });
    }
  }

  return {
    current: async () => (await ring()).current(),
    get: async (kid) => (await ring()).get(kid),
  };
}

/**
 * The ring that an entry's variables name: its JSON, or the secret that holds it. `variable` is the name of the JSON's
 * variable; the secret's is `{variable}_SECRET_ARN`. Reads the ring once, so that a broken one stops the start.
 * @throws ConfigError naming the variable when neither or both are set, or the ring is not usable
 */
export async function openKeyRing(variable: string, { json, secretArn }: KeyRingSource): Promise<KeyRing> {
  if (!secretArn) return fixedKeyRing(parseKeyRing(variable, json));
  if (json) throw new ConfigError(`${variable} and ${variable}_SECRET_ARN are both set; keep one of them.`);
  const { SecretsManagerClient } = await loadSdk();
  const ring = createSecretsManagerKeyRing({ client: new SecretsManagerClient({}), secretArn, variable });
  await ring.current();
  return ring;
}

/** Loaded only where a secret is used, since it is a good part of a function's cold start. */
function loadSdk() {
  return import("@aws-sdk/client-secrets-manager");
}
