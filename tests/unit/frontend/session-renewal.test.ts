import { describe, expect, it } from "vitest";
import type { Replacement } from "../../../frontend/src/session.ts";
import { codeOf, opened } from "./fake-bff.ts";

describe("a session that another conversation has taken the place of", () => {
  /** The next renewal goes by the host's bearer and brings that. */
  async function replacedBy(customer: string) {
    const { bff, session } = await opened();
    const told: Replacement[] = [];
    session.onReplaced((replacement) => told.push(replacement));
    bff.expireTokens();
    bff.next.refresh.push(401);
    Object.assign(bff.next, { conversation: "conv-2", customer });
    return { bff, session, told };
  }

  it.each([
    ["the same customer", "ada", true],
    ["somebody else", "ben", false],
  ])(
    "does not send on what was meant for the earlier one, and tells that it is %s",
    async (_case, customer, isSameCustomer) => {
      const { bff, session, told } = await replacedBy(customer);

      const code = await codeOf(session.call("stream", "/api/chat", { method: "POST" }));

      expect(code).toBe("replaced");
      expect(told).toEqual([{ isSameCustomer }]);
      expect(session.conversationId()).toBe("conv-2");
      expect(bff.asked.filter((one) => one.startsWith("POST /api/chat"))).toEqual([
        "POST /api/chat stream-1",
      ]);
    },
  );

  it("sends on what is meant for the customer, if it is the same", async () => {
    const { session } = await replacedBy("ada");

    const response = await session.call("manage", "/api/conversation", { method: "DELETE" }, "customer");

    expect(response.status).toBe(200);
  });

  it("does not send on what is meant for the customer when it is another one", async () => {
    const { bff, session } = await replacedBy("ben");

    const code = await codeOf(session.call("manage", "/api/conversation", { method: "DELETE" }, "customer"));

    expect(code).toBe("replaced");
    expect(bff.asked.filter((one) => one.startsWith("DELETE"))).toHaveLength(1);
  });

  it("takes nobody for the same customer whose token does not say who it is", async () => {
    const { bff, session, told } = await replacedBy("ada");
    bff.next.customer = undefined;

    await codeOf(session.call("manage", "/api/a"));

    expect(told).toEqual([{ isSameCustomer: false }]);
  });
});

describe("signing in again", () => {
  it("presents a fresh bearer with the earlier token and goes on", async () => {
    const { bff, session } = await opened();

    const outcome = await session.signInAgain();
    await session.call("stream", "/api/chat");

    expect(outcome).toBe("same");
    expect(bff.asked).toEqual(["sign-in bearer with stream-1", "GET /api/chat stream-2"]);
  });

  it("presents no earlier token where a fresh session is wanted", async () => {
    const { bff, session } = await opened();

    await session.signInAgain("fresh");

    expect(bff.asked).toEqual(["sign-in bearer with undefined"]);
  });

  it("says when it has brought another conversation", async () => {
    const { bff, session } = await opened();
    bff.next.conversation = "conv-2";

    expect(await session.signInAgain()).toBe("replaced");
  });

  it("keeps the earlier tokens when it is refused", async () => {
    const { bff, session } = await opened();
    bff.next.signIn.push(401);

    expect(await codeOf(session.signInAgain())).toBe("unauthorized");
    await session.call("manage", "/api/a");
    expect(bff.asked.at(-1)).toBe("GET /api/a manage-1");
  });

  it("ends by one request, whose failure is nobody's concern", async () => {
    const { bff, session } = await opened();
    bff.expireTokens();

    session.end();

    expect(bff.asked).toEqual(["DELETE /api/session manage-1"]);
  });
});
