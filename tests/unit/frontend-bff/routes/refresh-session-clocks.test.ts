import { describe, expect, it } from "vitest";
import { signOutCustomer } from "#tests/builders/bff.ts";
import { refreshScene } from "#tests/builders/refresh-scene.ts";

describe("clocks that disagree (F13)", () => {
  it("bring back nothing that was ended, revoked or reused when they go back", async () => {
    const bff = refreshScene();
    const { signIn, refresh, statusOf, clock, dependencies, sessions, manage } = bff;
    const ended = await signIn();
    const revoked = await signIn("bearer-EASTHOME-2002");
    const reused = await refresh((await signIn("bearer-EASTHOME-3003")).refresh_token);
    await sessions.end(ended.session_id);
    await signOutCustomer(dependencies, "EASTHOME", "2002");
    const grandchild = await refresh((await refresh(reused.refresh_token)).refresh_token);
    expect(await statusOf(reused.refresh_token)).toBe(401);

    for (const seconds of [-300, 600, -600, 300]) {
      clock.advance(seconds);
      for (const held of [ended, revoked, grandchild]) {
        expect(await statusOf(held.refresh_token)).toBe(401);
        expect(await manage(held)).toBe(401);
      }
    }
  });

  it("refuse a repeat from before its rotation without ending a good client's session", async () => {
    const { signIn, refresh, statusOf, clock } = refreshScene();
    const first = await signIn();
    const second = await refresh(first.refresh_token);

    clock.advance(-300);
    const early = await statusOf(first.refresh_token);
    clock.advance(300);

    expect(early).toBe(401);
    expect((await refresh(second.refresh_token)).session_id).toBe(first.session_id);
  });

  it("sign a customer out for sure, even if the clock that does it is minutes behind", async () => {
    const { signIn, manage, clock, dependencies } = refreshScene();
    clock.advance(300);
    await signOutCustomer(dependencies, "EASTHOME", "1001");
    const held = await signIn();
    clock.advance(-300);

    await signOutCustomer(dependencies, "EASTHOME", "1001");
    clock.advance(300);

    expect(await manage(held)).toBe(401);
    expect(await manage(await signIn())).toBe(200);
  });

  it("refuse an access token from a clock minutes ahead until its time has come", async () => {
    const { signIn, manage, clock } = refreshScene();
    clock.advance(300);
    const early = await signIn();
    clock.advance(-300);

    expect(await manage(early)).toBe(401);
    clock.advance(300);
    expect(await manage(early)).toBe(200);
  });
});
