import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { useWholePage } from "./whole-page.ts";

describe.runIf(hasBrowser)("what else a customer asks of the whole system", () => {
  const whole = useWholePage();

  it("cancels an appointment after the customer's yes, by one request", async () => {
    const { id, number } = whole.project("1000101", "Doors", "Scheduled");
    const chat = await whole.signIn("1000101");
    await chat.say("please cancel my door installation");
    const card = chat.log.getByRole("group", { name: "Cancel this appointment?" });
    const asked = await card.textContent();
    const before = whole.booked(id);

    await chat.press("Yes, cancel it");

    expect(asked).toContain(number);
    expect(before).toHaveLength(1);
    expect(whole.booked(id)).toEqual([]);
    expect(whole.requestsTo("cancel").map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /scheduler/client/EASTHOME/project/${id}/cancel-reschedule`,
    ]);
    expect(await chat.standings()).toEqual(["approved"]);
    expect(whole.faults()).toEqual([]);
  });

  it("adds a note, and reads it back", async () => {
    const { id } = whole.project("1000101", "Windows", "Not Scheduled");
    const chat = await whole.signIn("1000101");

    await chat.say("leave a note for my windows: the bell is broken, please knock");
    await chat.say("what notes are on my windows?");

    expect(whole.requestsTo("project-notes/add")).toMatchObject([
      { method: "POST", status: 200, body: { note_text: "the bell is broken, please knock" } },
    ]);
    expect(whole.actionsSeen().slice(-2)).toEqual(["add_note ok", "get_notes ok"]);
    expect(whole.system().actions.at(-1)?.reply.result).toMatchObject({
      project_id: id,
      source: "added_here",
      notes: [{ text: "the bell is broken, please knock" }],
    });
    expect(await chat.lastAnswer.textContent()).toContain("the bell is broken, please knock");
  });

  it("shows a project's details with a link to the portal that can be followed", async () => {
    const { id, number } = whole.project("1000101", "Doors", "Scheduled");
    const chat = await whole.signIn("1000101");

    await chat.say("tell me about my door installation");

    expect(whole.actionsSeen().at(-1)).toBe("get_project_details ok");
    const link = chat.lastAnswer.getByRole("link");
    expect(await link.getAttribute("href")).toBe(
      `https://east-home.cx-portal.dev.projectsforce.com/details/${id}`,
    );
    expect(await link.textContent()).toContain(number);
    expect(await link.getAttribute("target")).toBe("_blank");
    await link.click({ trial: true });
  });

  it("names the technician, and nothing of theirs that is private", async () => {
    const { id } = whole.project("1000101", "Doors", "Scheduled");
    const chat = await whole.signIn("1000101");

    await chat.say("who is coming to install my doors?");

    const reply = whole.system().actions.at(-1);
    expect(reply).toMatchObject({ action: "get_technician_info", outcome: "ok" });
    const { project_id, technician_name } = reply?.reply.result ?? {};
    expect(project_id).toBe(id);
    expect(technician_name).toEqual(expect.any(String));
    const shown = await chat.page.content();
    expect(shown).toContain(technician_name);
    const secrets = whole.system().engine.privateValues();
    expect(secrets.length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  });

  it("tells the business hours, a day a line", async () => {
    const chat = await whole.signIn("1000101");

    await chat.say("what are your business hours?");

    const reply = whole.system().actions.at(-1);
    expect(reply).toMatchObject({ action: "get_business_hours", outcome: "ok" });
    expect(await chat.lastAnswer.getByRole("listitem").count()).toBe(7);
  });

  it("offers dates as a list of which the customer can name a place, the question after it", async () => {
    const chat = await whole.signIn("1000101");

    await chat.say("I'd like to schedule my flooring installation");

    const offered = whole.system().actions.at(-1)?.reply.result?.available_dates;
    const lines = await chat.lastAnswer.getByRole("listitem").allTextContents();
    expect(lines.length).toBeGreaterThan(1);
    expect(offered).toEqual(lines.map((line) => expect.objectContaining({ label: line.trim() })));
  });

  it.each([
    ["whose projects all wait or are done", "1000103", 3],
    ["without projects", "2000202", 0],
  ])("has nothing to schedule for a customer %s, and asks for no dates", async (_case, customer, open) => {
    const chat = await whole.signIn(customer);

    await chat.say("I'd like to schedule my installation");

    expect(whole.actionsSeen()).toEqual(["list_projects ok"]);
    const projects = whole.system().actions[0]?.reply.result?.projects;
    expect(projects).toEqual(Array(open).fill(expect.objectContaining({ can_schedule: false })));
    expect(whole.requestIds()).toEqual([]);
    expect(await chat.cards.count()).toBe(0);
    expect(await chat.lastAnswer.textContent()).not.toBe("");
    expect(whole.faults()).toEqual([]);
  });
});
