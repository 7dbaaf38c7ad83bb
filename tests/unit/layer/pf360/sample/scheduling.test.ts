import { describe, expect, it } from "vitest";
import { bookingOf, callsFor, engineAt, offerOf, rowsOf } from "./sample-calls.ts";

const flooring = { customerId: "1000101", category: "Flooring" };
const doors = { customerId: "1000101", category: "Doors" };
const westWindows = { customerId: "2000201", category: "Windows" };

describe("availability", () => {
  it("offers ascending dates with room after today within the tenant's horizon", () => {
    const { engine } = engineAt();

    const { dates, request_id } = callsFor(engine, flooring).offer("2026-11-01", "2027-12-31");

    expect(dates).toEqual([...dates].sort());
    expect(dates[0]?.localeCompare("2026-11-23")).toBe(1);
    expect(dates.at(-1)?.localeCompare("2027-01-22")).toBeLessThanOrEqual(0);
    expect(Number.isInteger(request_id)).toBe(true);
  });

  it("opens a day's start times, and leaves some days full", () => {
    const { engine } = engineAt();
    const { offer, slots } = callsFor(engine, flooring);
    const { dates, request_id } = offer("2026-11-24", "2026-12-24");

    const [date = ""] = dates;
    const opened = offerOf(slots(date, date, `?request_id=${request_id}`).body);

    expect(opened.slots.length).toBeGreaterThan(0);
    for (const slot of opened.slots) expect(slot).toMatch(/^\d{2}:\d{2}:00$/);
    expect(opened.request_id).toBeGreaterThan(request_id);
    // Thirty days hold 26 days of work in a tenant that works on Saturdays.
    expect(dates.length).toBeLessThan(26);
  });

  it("lets slotsChatbot give dates in no order and slots that mean nothing for a range", () => {
    const { engine } = engineAt();
    const { slotsChatbot } = callsFor(engine, westWindows);

    const { dates, slots } = offerOf(slotsChatbot("2026-11-24", "2026-12-10").body);
    const [day = ""] = dates;

    expect(dates).not.toEqual([...dates].sort());
    expect(slots).toHaveLength(5);
    expect(offerOf(slotsChatbot(day, day).body).dates).toEqual([day]);
  });

  it("moves a project on from Ready for Auto Call when slotsChatbot is asked", () => {
    const { engine } = engineAt();
    const { project, slotsChatbot } = callsFor(engine, { ...westWindows, category: "Fence" });

    slotsChatbot("2026-11-24", "2026-11-30");

    expect(project.status).toBe("Ready to Schedule");
  });

  it.each([
    ["by_endpoint", 200, 400],
    ["answers", 200, 200],
    ["refuses", 400, 400],
  ] as const)(
    "asked for a booked project and switched to %s: %i and %i",
    (availabilityWhenBooked, rescheduler, chatbot) => {
      const { engine } = engineAt(undefined, { switches: { availabilityWhenBooked } });
      const { slots, slotsChatbot } = callsFor(engine, doors);

      expect(slots("2026-11-24", "2026-12-10").status).toBe(rescheduler);
      expect(slotsChatbot("2026-11-24", "2026-12-10").status).toBe(chatbot);
    },
  );

  it("is empty for a project that waits", () => {
    const { engine } = engineAt();

    const answer = callsFor(engine, { ...flooring, category: "Decking" }).slots("2026-11-24", "2026-12-10");

    expect(answer.status).toBe(200);
    expect(offerOf(answer.body)).toMatchObject({ dates: [], slots: [] });
  });

  it.each(["2026-02-30", "tomorrow", "2026-1-1"])("refuses %s as a date", (date) => {
    const { engine } = engineAt();

    expect(callsFor(engine, flooring).slots(date, "2026-12-01").status).toBe(400);
  });
});

describe("a booking", () => {
  function offered(switches = {}) {
    const { engine, clock } = engineAt(undefined, { switches });
    const calls = callsFor(engine, flooring);
    const { dates } = calls.offer("2026-11-24", "2026-12-10");
    const [date = ""] = dates;
    const { slots, request_id } = calls.offer(date, date);
    const [time = ""] = slots;
    const slot = { clientId: "EASTHOME", date, time };
    return { engine, clock, date, time, slot, request_id, ...calls };
  }

  it("stands in the book and on the dashboard, and takes one place", () => {
    const { engine, project, schedule, dashboard, date, time, slot, request_id } = offered();
    const places = engine.freePlaces(slot);

    const answer = schedule(bookingOf(date, time, request_id));

    expect(answer).toMatchObject({ status: 200, body: { data: true } });
    expect(engine.appointments().at(-1)).toEqual({
      client_id: "EASTHOME",
      customer_id: "1000101",
      project_id: String(project.id),
      date,
      time,
      status: "Scheduled",
      booked_at: "2026-11-23T15:00:00.000Z",
    });
    expect(rowsOf(dashboard().body)[0]).toMatchObject({
      status_info_status: "Scheduled",
      project_date_scheduled_date: "2026-11-23 15:00:00",
      user_idata_first_name: expect.any(String),
    });
    expect(engine.freePlaces(slot)).toBe(places - 1);
  });

  it("is refused a second time as a wrong process step", () => {
    const { schedule, date, time, request_id } = offered();
    schedule(bookingOf(date, time, request_id));

    expect(schedule(bookingOf(date, time, request_id))).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("Invalid process step") },
    });
  });

  it("is a conflict when others took the start meanwhile", () => {
    const { engine, schedule, date, time, slot, request_id } = offered();
    engine.fillSlot(slot);

    expect(schedule(bookingOf(date, time, request_id)).status).toBe(409);
    expect(engine.freePlaces(slot)).toBe(0);
  });

  it("only waits for the office where a tenant's bookings need review", () => {
    const { engine, schedule, dashboard, date, time, slot, request_id } = offered({
      reviewedTenants: ["EASTHOME"],
    });
    const places = engine.freePlaces(slot);

    const answer = schedule(bookingOf(date, time, request_id));

    expect(answer).toMatchObject({ status: 200, body: { message: expect.stringContaining("review") } });
    expect(engine.appointments().at(-1)?.status).toBe("Pending Confirmation");
    expect(rowsOf(dashboard().body)[0]).toMatchObject({
      status_info_status: "Pending Confirmation",
      convertedProjectStartScheduledDate: null,
    });
    expect(engine.freePlaces(slot)).toBe(places - 1);
  });

  it.each([
    ["date", { date: "2026-13-01" }],
    ["time", { time: "1:00 PM" }],
    ["request_id", { request_id: "754245" }],
    ["created_at", { created_at: "2026-11-23" }],
    ["is_chatbot", { is_chatbot: true }],
  ])("with a wrong %s changes nothing", (field, wrong) => {
    const { engine, schedule, date, time, request_id } = offered();
    const before = engine.appointments();

    const answer = schedule({ ...bookingOf(date, time, request_id), ...wrong });

    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining(field) } });
    expect(engine.appointments()).toEqual(before);
  });

  it("is refused for a project that waits, and outside the offered days", () => {
    const { engine, schedule, request_id } = offered({ requestIdScope: "any" });
    const waiting = callsFor(engine, { ...flooring, category: "Decking" });

    expect(waiting.schedule(bookingOf("2026-12-01", "08:00:00", request_id)).status).toBe(400);
    expect(schedule(bookingOf("2026-11-23", "08:00:00", request_id)).status).toBe(409);
    expect(schedule(bookingOf("2026-11-29", "08:00:00", request_id)).status).toBe(409);
    expect(schedule(bookingOf("2028-11-21", "08:00:00", request_id)).status).toBe(409);
  });

  it("needs a request_id that was issued, for this project, not long ago", () => {
    const { engine, clock, schedule, slots, date, time, request_id } = offered({ requestIdLifeSeconds: 600 });
    const foreign = callsFor(engine, { ...flooring, category: "Windows" }).offer(date, date).request_id;

    expect(schedule(bookingOf(date, time, foreign)).status).toBe(400);
    expect(schedule(bookingOf(date, time, 1)).status).toBe(400);
    expect(slots(date, date, `?request_id=${foreign}`).status).toBe(400);
    clock.advance(600);
    expect(schedule(bookingOf(date, time, request_id)).status).toBe(400);
    expect(slots(date, date, `?request_id=${request_id}`).status).toBe(400);
  });

  it("takes any project's request_id where the switch says so", () => {
    const { engine, schedule, date, time } = offered({ requestIdScope: "any" });
    const foreign = callsFor(engine, { ...flooring, category: "Windows" }).offer(date, date).request_id;

    expect(schedule(bookingOf(date, time, foreign)).status).toBe(200);
  });
});

describe("a cancel", () => {
  it.each([
    ["cancelReschedule", "Pending Reschedule"],
    ["cancelAppointment", "Not Scheduled"],
  ] as const)("by %s frees the place and leaves the project %s", (kind, status) => {
    const { engine } = engineAt();
    const calls = callsFor(engine, doors);
    const { project } = calls;
    const slot = { clientId: "EASTHOME", date: "", time: "", ...project.appointment };
    const places = engine.freePlaces(slot);

    expect(calls[kind]().status).toBe(200);

    expect(project).toMatchObject({ status });
    expect(project.appointment).toBeUndefined();
    expect(engine.freePlaces(slot)).toBe(places + 1);
    expect(engine.appointments().some(({ project_id }) => project_id === String(project.id))).toBe(false);
    expect(rowsOf(calls.dashboard().body)[2]).toMatchObject({
      convertedProjectStartScheduledDate: null,
      user_idata_first_name: null,
    });
  });

  it("leaves the status that the switch says", () => {
    const { engine } = engineAt();
    engine.setSwitches({
      statusAfterCancel: { "cancel-reschedule": "New", "cancel-appointment": "Cancelled" },
    });
    const { project, cancelAppointment } = callsFor(engine, doors);

    cancelAppointment();

    expect(project.status).toBe("Cancelled");
  });

  it("of nothing is a 200 with an error at one endpoint and a 400 at the other", () => {
    const { engine } = engineAt();
    const { cancelReschedule, cancelAppointment } = callsFor(engine, flooring);

    expect(cancelReschedule()).toMatchObject({ status: 200, body: { error: expect.any(String) } });
    expect(cancelAppointment().status).toBe(400);
  });

  it("clears the old date and technician of a dirty row", () => {
    const { engine } = engineAt();
    const { project, cancelReschedule } = callsFor(engine, { customerId: "1000102", category: "Millwork" });
    expect(project.leftover).toBeDefined();

    cancelReschedule();

    expect([project.leftover, project.technician]).toEqual([undefined, undefined]);
  });
});

describe("notes", () => {
  it("are kept in order with the moment they came", () => {
    const { engine, clock } = engineAt();
    const { addNote, listNotes } = callsFor(engine, flooring);

    addNote({ note_text: "The gate code is 1234." });
    clock.advance(60);
    addNote({ note_text: "The dog is friendly." });

    expect(listNotes().body).toMatchObject({
      data: {
        notes: [
          { note_text: "The gate code is 1234.", created_at: "2026-11-23T15:00:00.000Z" },
          { note_text: "The dog is friendly.", created_at: "2026-11-23T15:01:00.000Z" },
        ],
      },
    });
  });

  it("without a text are refused", () => {
    const { engine } = engineAt();

    expect(callsFor(engine, flooring).addNote({}).status).toBe(400);
  });
});

describe("a reset", () => {
  it("makes the data anew, at another now when told", () => {
    const { engine } = engineAt();
    callsFor(engine, doors).cancelReschedule();

    engine.reset({ nowMs: Date.parse("2027-06-01T12:00:00Z") });

    expect(callsFor(engine, doors).project.appointment?.date.slice(0, 7)).toBe("2027-06");
    expect(engine.clock.nowMs()).toBe(Date.parse("2027-06-01T12:00:00Z"));
  });
});
