import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { useWholePage } from "./whole-page.ts";

describe.runIf(hasBrowser)("the whole system in dry run", () => {
  const whole = useWholePage({ dryRun: true });

  it.each(["typed", "clicked"])("books nothing by a yes that is %s, and says so in its data", async (way) => {
    const { id } = whole.project("1000101", "Flooring", "Ready To Schedule");
    const chat = await whole.signIn("1000101");
    await chat.say("schedule my flooring installation");
    await chat.say("the second one, at 10 am");
    const isDryRun = await chat.cards.getAttribute("data-dry-run");

    if (way === "typed") await chat.say("yes");
    else await chat.press("Yes, book it");

    expect(isDryRun).toBe("true");
    expect(whole.system().actions.at(-1)).toMatchObject({
      action: "confirm_appointment",
      outcome: "dry_run",
      reply: {
        result: {
          request: {
            method: "POST",
            path: `/scheduler/client/EASTHOME/project/${id}/schedule`,
            body: { created_at: "11-30-2026 23:59:30", date: "2026-12-02", time: "10:00:00" },
          },
        },
      },
    });
    expect(whole.booked(id)).toEqual([]);
    expect(whole.requestsTo("/schedule").filter(({ method }) => method === "POST")).toEqual([]);
  });

  it("cancels nothing", async () => {
    const { id } = whole.project("1000101", "Doors", "Scheduled");
    const chat = await whole.signIn("1000101");
    await chat.say("cancel my door installation");
    const isDryRun = await chat.cards.getAttribute("data-dry-run");

    await chat.press("Yes, cancel it");

    expect(isDryRun).toBe("true");
    expect(whole.actionsSeen().at(-1)).toBe("cancel_appointment dry_run");
    expect(whole.booked(id)).toHaveLength(1);
    expect(whole.requestsTo("cancel")).toEqual([]);
  });
});

describe.runIf(hasBrowser)("the whole system on sample data (USE_REAL_API=false)", () => {
  const whole = useWholePage({ sampleData: true });

  it("books and cancels in the same book, without a request over HTTP", async () => {
    const flooring = whole.project("1000101", "Flooring", "Ready To Schedule");
    const doors = whole.project("1000101", "Doors", "Scheduled");
    const chat = await whole.signIn("1000101");
    await chat.say("schedule my flooring installation");
    await chat.say("the second one, at 10 am");
    await chat.press("Yes, book it");
    await chat.say("cancel my door installation");
    await chat.press("Yes, cancel it");

    expect(whole.booked(flooring.id)).toMatchObject([{ date: "2026-12-02", time: "10:00:00" }]);
    expect(whole.booked(doors.id)).toEqual([]);
    expect(await chat.standings()).toEqual(["approved", "approved"]);
    const paths = whole
      .system()
      .pf360.requests()
      .map(({ path }) => path);
    expect(paths.filter((path) => !path.startsWith("/.well-known/"))).toEqual([]);
  });
});
