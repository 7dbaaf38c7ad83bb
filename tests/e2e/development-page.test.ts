import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { useWholePage } from "./whole-page.ts";

describe.runIf(hasBrowser)("the page from source, as npm start serves it", () => {
  const whole = useWholePage({ isFromSource: true });

  it("books an appointment by conversation", async () => {
    const flooring = whole.project("1000101", "Flooring", "Ready To Schedule");
    const chat = await whole.signIn("1000101");

    await chat.say("I'd like to schedule my flooring installation");
    await chat.say("the first one");
    await chat.say("10 am");
    await chat.press("Yes, book it");

    expect(whole.booked(flooring.id)).toHaveLength(1);
    expect(whole.requestsTo("/schedule").filter(({ method }) => method === "POST")).toHaveLength(1);
  });
});
