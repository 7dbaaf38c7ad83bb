import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { createFileKeyRing } from "#layer/auth/file-key-ring.ts";
import { type SignedIn, testBff } from "#tests/builders/bff.ts";
import { keyRingJson } from "#tests/builders/key-rings.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const rings = JSON.parse(keyRingJson("k1", "k2", "k3")) as { keys: Record<string, string> };

/** A running BFF whose rings stand in a file; `rotate` writes the file as an operator would, and lets its second pass. */
function scene() {
  const folder = mkdtempSync(join(tmpdir(), "pf360-rotation-"));
  folders.push(folder);
  const path = join(folder, "keys.json");
  const time = { ms: 0 };
  function rotate(current: string, ...kids: string[]) {
    const ring = { current, keys: Object.fromEntries(kids.map((kid) => [kid, rings.keys[kid]])) };
    writeFileSync(path, JSON.stringify({ SESSION_TOKEN_KEYS: ring, SUBJECT_KEYS: ring }));
    time.ms += 1_000;
  }
  rotate("k1", "k1");
  const open = (variable: string) => createFileKeyRing({ path, variable, elapsedMs: () => time.ms });
  const bff = testBff({
    overrides: { tokenRing: open("SESSION_TOKEN_KEYS"), subjectRing: open("SUBJECT_KEYS") },
  });
  const post = (path: string, body: unknown, token?: string) =>
    bff.app.request(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
  const refresh = ({ refresh_token }: SignedIn) => post("/api/session/refresh", { refresh_token });
  const turn = async ({ token }: SignedIn) =>
    (await post("/api/chat/simple", { message: "Hi" }, token)).status;
  return { ...bff, rotate, refresh, turn };
}

async function signedIn(response: Response): Promise<SignedIn> {
  expect(response.status).toBe(200);
  return (await response.json()) as SignedIn;
}

const kidOf = ({ token }: SignedIn) =>
  (JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as { kid: string }).kid;

describe("a key that is added, made current and dropped while the BFF runs", () => {
  it("signs nobody out who refreshes in the meantime", async () => {
    const { rotate, signIn, refresh, turn, clock } = scene();
    const first = await signIn();

    rotate("k1", "k1", "k2");
    const added = await signedIn(await refresh(first));
    clock.advance(60);
    rotate("k2", "k1", "k2");
    const oldStillGood = await turn(added);
    const switched = await signedIn(await refresh(added));
    clock.advance(60);
    rotate("k2", "k2");
    const dropped = await signedIn(await refresh(switched));

    expect([kidOf(first), kidOf(added), kidOf(switched), kidOf(dropped)]).toEqual(["k1", "k1", "k2", "k2"]);
    expect(oldStillGood).toBe(200);
    expect(await turn(dropped)).toBe(200);
    expect(new Set([first, added, switched, dropped].map(({ session_id }) => session_id)).size).toBe(1);
    expect(await turn(added)).toBe(401);
    expect((await refresh(added)).status).toBe(401);
    expect(await turn(dropped)).toBe(200);
  });

  it("gives a lost answer's repeat the same successor across the switch", async () => {
    const { rotate, signIn, refresh } = scene();
    const first = await signIn();
    rotate("k1", "k1", "k2");

    const lost = await signedIn(await refresh(first));
    rotate("k2", "k1", "k2");
    const again = await signedIn(await refresh(first));

    expect(again.refresh_token).toBe(lost.refresh_token);
    expect(kidOf(again)).toBe("k2");
  });

  it("ends what only the dropped key could prove, and nothing else", async () => {
    const { rotate, signIn, refresh, turn, sessions } = scene();
    const old = await signIn();
    rotate("k2", "k1", "k2");
    const fresh = await signIn();

    rotate("k3", "k2", "k3");

    expect([await turn(old), (await refresh(old)).status]).toEqual([401, 401]);
    expect([await turn(fresh), (await refresh(fresh)).status]).toEqual([200, 200]);
    // The session itself stands: its customer signs in again and makes a new one, or waits for its end.
    expect(await sessions.get(old.session_id)).toBeDefined();
  });
});
