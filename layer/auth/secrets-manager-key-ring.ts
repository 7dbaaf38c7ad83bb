import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { KeyRingSource } from "#layer/config.ts";
import { ConfigError } from "#layer/errors.ts";
import { createFileKeyRing } from "./file-key-ring.ts";
import { fixedKeyRing, type KeyRing, parseKeyRing } from "./key-ring.ts";
import { rereadingKeyRing } from "./rereading-key-ring.ts";

/** One attempt's limits: by itself the SDK waits for ever, and with it everybody who needs a key. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };
const maxAttempts = 2;
/** A rotation adds a key, waits this long, makes it current, and drops the old one later. */
const freshMs = 5 * 60_000;

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
  return rereadingKeyRing({
    async read() {
      const { GetSecretValueCommand } = await loadSdk();
      const { SecretString } = await client.send(
        new GetSecretValueCommand({ SecretId: secretArn, VersionStage: "AWSCURRENT" }),
      );
      return fixedKeyRing(parseKeyRing(variable, SecretString));
    },
    unreadable: `the secret named by ${variable}_SECRET_ARN cannot be read`,
    freshMs,
    elapsedMs,
  });
}

/**
 * The ring that an entry's variables name: its JSON, the secret or the file that holds it. `variable` is the name of the
 * JSON's variable; the others are `{variable}_SECRET_ARN` and `{variable}_FILE`. Reads the ring once, so that a broken one stops
 * the start.
 * @throws ConfigError naming the variable when none or several are set, or the ring is not usable
 */
export async function openKeyRing(
  variable: string,
  { json, secretArn, file }: KeyRingSource,
): Promise<KeyRing> {
  if ([json, secretArn, file].filter(Boolean).length > 1) {
    throw new ConfigError(
      `${variable}, ${variable}_SECRET_ARN and ${variable}_FILE: more than one is set; keep one of them.`,
    );
  }
  const ring = await ringOf(variable, { json, secretArn, file });
  await ring.current();
  return ring;
}

async function ringOf(variable: string, { json, secretArn, file }: KeyRingSource): Promise<KeyRing> {
  if (file) return createFileKeyRing({ path: file, variable });
  if (!secretArn) return fixedKeyRing(parseKeyRing(variable, json));
  const { SecretsManagerClient } = await loadSdk();
  return createSecretsManagerKeyRing({
    client: new SecretsManagerClient({ requestHandler, maxAttempts }),
    secretArn,
    variable,
  });
}

/** Loaded only where a secret is used, since it is a good part of a function's cold start. */
function loadSdk() {
  return import("@aws-sdk/client-secrets-manager");
}
