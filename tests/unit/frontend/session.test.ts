import { describe, expect, it } from "vitest";
import { openSession } from "../../../frontend/src/session.ts";
import { codeOf, fakeBff, opened, refreshOf } from "./fake-bff.ts";

const minute = 60_000;

describe("openSession", () => {
  it("presents the host's bearer, and calls with the token for each purpose", async () => {
    const bff = fakeBff();

    const session = await openSession(bff.parts);
    await session.call("stream", "/api/chat", { method: "POST", body: "{}" });
    await session.call("manage", "/api/conversation");

    expect(session.conversationId()).toBe("conv-1");
    expect(bff.asked).toEqual([
      "sign-in bearer with undefined",
      "POST /api/chat stream-1 {}",
      "GET /api/conversation manage-1",
    ]);
  });

  it("fails as unauthorized when nobody is signed in at the host", async () => {
    const bff = fakeBff();
    bff.next.bearer = false;

    expect(await codeOf(openSession(bff.parts))).toBe("unauthorized");
    expect(bff.asked).toEqual([]);
  });

  it.each([
    ["is no JSON", "<html>"],
    ["is no object", "null"],
    ["lacks a token", '{"token":"a","refresh_token":"b","conversation_id":"c"}'],
  ])("fails with unexpected_answer on a body that %s", async (_case, body) => {
    const parts = { ...fakeBff().parts, fetch: async () => new Response(body) };

    expect(await codeOf(openSession(parts))).toBe("unexpected_answer");
  });
});

describe("a session's tokens", () => {
  it("are refreshed before a call once twelve of their fifteen minutes have passed, not sooner", async () => {
    const { bff, session } = await opened();

    bff.clock.ms = 12 * minute;
    await session.call("manage", "/api/a");
    bff.clock.ms += 1;
    await session.call("manage", "/api/b");
    await session.call("manage", "/api/c");

    expect(bff.asked).toEqual([
      "GET /api/a manage-1",
      refreshOf(1),
      "GET /api/b manage-2",
      "GET /api/c manage-2",
    ]);
  });

  it("are refreshed sooner where they live shorter", async () => {
    const bff = fakeBff();
    bff.next.lifeSeconds = 300;
    const session = await openSession(bff.parts);
    bff.asked.length = 0;

    bff.clock.ms = 4 * minute + 1;
    await session.call("manage", "/api/a");

    expect(bff.asked).toEqual([refreshOf(1), "GET /api/a manage-2"]);
  });

  it("are used as they are when refreshing them early does not work", async () => {
    const { bff, session } = await opened();
    bff.next.refresh.push("lost");

    bff.clock.ms = 13 * minute;
    const response = await session.call("manage", "/api/a");

    expect(response.status).toBe(200);
    expect(bff.asked).toEqual([refreshOf(1), "GET /api/a manage-1"]);
  });

  it("are refreshed after a 401, and the same request is sent again, once", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();

    const response = await session.call("stream", "/api/chat", { method: "POST", body: "{}" });

    expect(response.status).toBe(200);
    expect(bff.asked).toEqual(["POST /api/chat stream-1 {}", refreshOf(1), "POST /api/chat stream-2 {}"]);
  });

  it("are not refreshed twice for a request that is refused with fresh ones too", async () => {
    const { bff, session } = await opened();
    bff.refuseAll();

    const response = await session.call("manage", "/api/a");

    expect(response.status).toBe(401);
    expect(bff.asked).toEqual(["GET /api/a manage-1", refreshOf(1), "GET /api/a manage-2"]);
  });

  it("are refreshed once for all who find them expired at the same time", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();

    const responses = await Promise.all(
      ["a", "b", "c"].map((name) => session.call("manage", `/api/${name}`)),
    );

    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(bff.asked.filter((one) => one.startsWith("refresh"))).toEqual([refreshOf(1)]);
  });

  it("are not refreshed for a request that was on its way while others brought fresh ones", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();
    bff.state.holdsCalls = true;
    const slow = session.call("manage", "/api/slow");
    bff.state.holdsCalls = false;
    await session.call("manage", "/api/quick");
    bff.release();

    expect((await slow).status).toBe(200);
    expect(bff.asked.filter((one) => one.startsWith("refresh"))).toEqual([refreshOf(1)]);
    expect(bff.asked.at(-1)).toBe("GET /api/slow manage-2");
  });

  it("come from the host's bearer, with the earlier token beside it, when the refresh is refused", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();
    bff.next.refresh.push(401);

    const response = await session.call("stream", "/api/chat", { method: "POST" });

    expect(response.status).toBe(200);
    expect(bff.asked).toEqual([
      "POST /api/chat stream-1",
      refreshOf(1),
      "sign-in bearer with stream-1",
      "POST /api/chat stream-2",
    ]);
  });

  it("cannot be had when the host's bearer is refused too: that is unauthorized", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();
    bff.next.refresh.push(401);
    bff.next.signIn.push(401);

    expect(await codeOf(session.call("manage", "/api/a"))).toBe("unauthorized");
  });

  it("cost no sign-in when the refresh has failed for another reason", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();
    bff.next.refresh.push(503);

    expect(await codeOf(session.call("manage", "/api/a"))).toBe("unexpected_answer");
    expect(bff.asked.filter((one) => one.startsWith("sign-in"))).toEqual([]);
  });
});
