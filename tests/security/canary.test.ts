import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { allActions } from "#tests/builders/action-scene.ts";
import { projectOf } from "#tests/builders/book-watch.ts";
import { type CanaryScene, startCanaryScene, upstreamCanary, wordsCanary } from "./canary-scene.ts";
import { type Swept, sweep } from "./sweep.ts";

let scene: CanaryScene;
let pieces: Swept[] = [];

beforeAll(async () => {
  scene = await startCanaryScene();
  await talkAsACustomer(scene);
  await callEverythingAndRepeatIt(scene);
  await meetEveryFailure(scene);
  await askTheOtherRoutes(scene);
  pieces = await scene.pieces();
}, 60_000);
afterAll(() => scene.close());

describe("the sweep", () => {
  it("has something to look through in every place", () => {
    const counts = (place: string) => pieces.filter((piece) => piece.place.startsWith(place)).length;

    for (const place of ["log", "prompt", "trace", "invocation request", "lambda event", "browser"]) {
      expect(counts(place), place).toBeGreaterThan(30);
    }
    expect(counts("answer")).toBeGreaterThan(5);
    expect(counts("table bedrock-sessions")).toBeGreaterThan(2);
    expect(counts("table project-notes")).toBeGreaterThan(0);
  });

  it("has seen every action succeed, and fail in many ways", () => {
    const seen = new Set(scene.system.actions.map(({ action, outcome }) => `${action} ${outcome}`));

    for (const { name } of allActions) expect(seen).toContain(`${name} ok`);
    expect(new Set(scene.system.actions.map(({ outcome }) => outcome))).toEqual(
      new Set([
        "ok",
        "ask_user",
        "needs_confirmation",
        "not_allowed",
        "stale_state",
        "not_found",
        "slot_taken",
        "reauth_required",
        "upstream_busy",
        "upstream_down",
        "unknown_outcome",
      ]),
    );
  });

  it("has canaries of every kind, each of which was really in play", () => {
    const kinds = Map.groupBy(scene.canaries(), ({ name }) => name);

    expect(kinds.get("a request id")?.length).toBeGreaterThan(5);
    expect(kinds.get("a technician's private value")?.length).toBeGreaterThan(20);
    expect(kinds.get("a key")).toHaveLength(2);
    for (const canary of scene.canaries()) expect(canary.value.length, canary.name).toBeGreaterThan(5);
    // The request ids were used, the session ids were given to the agents, the words were said.
    const used = scene.system.pf360.requests().find(({ path }) => path.endsWith("/schedule"))?.body;
    expect(scene.requestIds()).toContain((used as { request_id?: number } | undefined)?.request_id);
    expect(scene.invocations()[0]?.requestBody).toMatch(/"session_id":"s_[\w-]{43}"/);
    expect(scene.invocations()[0]?.requestBody).toMatch(/<session_context>\\nsession_id: s_/);
    expect(
      pieces.some(({ place, text }) => place.startsWith("table project-notes") && text.includes(wordsCanary)),
    ).toBe(true);
  });

  it("finds no canary where it does not belong", () => {
    expect(sweep(pieces, scene.canaries())).toEqual([]);
  });

  it("finds the bearer in the session's row in no form but sealed", async () => {
    const rows = pieces.filter(({ place }) => place.startsWith("table bedrock-sessions"));

    expect(rows.length).toBeGreaterThan(0);
    for (const { text } of rows) {
      const { sealed_bearer } = JSON.parse(text) as { sealed_bearer: string };
      expect(sealed_bearer.length).toBeGreaterThan(100);
      // A JWT in any base64 begins like this.
      expect(Buffer.from(sealed_bearer, "base64url").toString("latin1")).not.toContain("eyJ");
      expect(sealed_bearer).not.toContain("eyJ");
    }
  });

  it.each([
    "log",
    "prompt",
    "trace",
    "invocation request",
    "invocation response",
    "lambda event",
    "lambda answer",
    "browser",
    "answer config",
    "table project-notes",
  ])("reports every canary that is planted in: %s", (place) => {
    for (const canary of scene.canaries()) {
      if (canary.belongsIn.some((allowed) => place.startsWith(allowed) || allowed.startsWith(place)))
        continue;
      const planted = { place: `${place} planted`, text: `{"a":"before ${canary.value} behind"}` };

      expect(sweep([planted], [canary])).toEqual([
        { canary: canary.name, place: planted.place, as: "plain" },
      ]);
    }
  });

  it.each([
    ["base64", (value: string) => Buffer.from(value).toString("base64")],
    ["base64", (value: string) => Buffer.from(`x${value}`).toString("base64")],
    ["base64", (value: string) => Buffer.from(`xx${value}, and more`).toString("base64")],
    ["hex", (value: string) => Buffer.from(value).toString("hex")],
  ])("reports a canary in the disguise of %s", (as, disguise) => {
    const canary = { name: "a secret", value: "s_secret-session-id-of-someone", belongsIn: [] };

    const found = sweep([{ place: "log 1", text: `{"error":"${disguise(canary.value)}"}` }], [canary]);

    expect(found).toEqual([{ canary: "a secret", place: "log 1", as }]);
  });

  it("does not take a longer number for a request id", () => {
    const canary = { name: "a request id", value: "712345", belongsIn: [] };

    expect(sweep([{ place: "log 1", text: '{"order":"97123456"}' }], [canary])).toEqual([]);
    expect(sweep([{ place: "log 1", text: '{"id":712345}' }], [canary])).toHaveLength(1);
  });
});

/** Two customers of two tenants, in their own words. */
async function talkAsACustomer({ signIn, letSpeak }: CanaryScene): Promise<void> {
  letSpeak("scripted");
  for (const customerId of ["1000101", "2000201"]) {
    const customer = await signIn(customerId);
    const yes = async (last: Awaited<ReturnType<typeof customer.say>>) =>
      customer.say("Yes.", { confirmation: { id: last.confirmation?.id, approved: true } });
    await customer.say("Hi, show me all my projects please");
    await customer.say("I'd like to schedule my windows installation");
    await customer.say("the second one");
    await yes(await customer.say("the first one"));
    await customer.say(`Please leave a note on my windows installation: ${wordsCanary}`);
    await customer.say("What notes are on my windows installation?");
    await customer.say("Who is the technician for it?");
    await customer.say("Tell me all the details of my flooring installation");
    await customer.say("When is the office open?");
    await customer.say("xyzzy <script>alert(1)</script>");
  }
}

/** Each action by its own call, as a model that says out loud whatever it is told. */
async function callEverythingAndRepeatIt({ signIn, letSpeak, parrot, system }: CanaryScene): Promise<void> {
  letSpeak("parrot");
  const victims = [
    {
      customerId: "1000101",
      free: { category: "Flooring", status: "Ready To Schedule" },
      booked: { category: "Doors", status: "Scheduled" },
    },
    {
      customerId: "2000201",
      free: { category: "Fence", status: "Ready for Auto Call" },
      booked: { category: "Decking", status: "Scheduled" },
    },
  ];
  for (const { customerId, free, booked } of victims) {
    const customer = await signIn(customerId);
    const [open, standing] = [
      projectOf(system, customerId, free).id,
      projectOf(system, customerId, booked).id,
    ];
    const call = async (action: string, input: Record<string, string> = {}, more?: object) => {
      const specialist = specialistOf(action);
      parrot.plot([[{ action, input }]], specialist);
      const answer = await customer.say(`${action}?`, more);
      return { answer, result: system.actions.at(-1)?.reply.result ?? {} };
    };
    const agree = ({ confirmation }: { confirmation?: { id: string } | undefined }) => ({
      confirmation: { id: confirmation?.id, approved: true },
    });

    for (const action of ["list_projects", "list_all_projects", "get_business_hours"]) await call(action);
    for (const project_id of [open, standing]) {
      for (const action of [
        "get_project_details",
        "get_project_status",
        "get_technician_info",
        "get_notes",
      ]) {
        await call(action, { project_id });
      }
    }
    await call("add_note", { project_id: open, note_text: wordsCanary });
    await call("confirm_appointment", { project_id: open, date: "tomorrow", time: "10" });
    const dates = (await call("get_available_dates", { project_id: open })).result;
    const date = (dates.available_dates as { date: string }[])[1]?.date ?? "";
    const slots = (await call("get_time_slots", { project_id: open, date })).result;
    const times = (slots.time_slots as { time: string }[]).map(({ time }) => time);
    const [time = "", taken = ""] = times;
    const lost = await call("confirm_appointment", { project_id: open, date, time: taken });
    system.engine.fillSlot({
      clientId: system.engine.customers().find((one) => one.customerId === customerId)?.clientId ?? "",
      date,
      time: taken,
    });
    await call("confirm_appointment", { project_id: open, date, time: taken }, agree(lost.answer));
    const asked = await call("confirm_appointment", { project_id: open, date, time });
    await call("confirm_appointment", { project_id: open, date, time }, agree(asked.answer));
    const doubt = await call("cancel_appointment", { project_id: standing });
    await call("cancel_appointment", { project_id: standing }, agree(doubt.answer));
  }
}

function specialistOf(action: string): "scheduling" | "information" | "notes" {
  if (action.endsWith("note") || action.endsWith("notes")) return "notes";
  return /project_|technician|all_projects/.test(action) ? "information" : "scheduling";
}

/** PF360 failing in every way, its words in each answer, under reads, notes and a booking. */
async function meetEveryFailure({ signIn, letSpeak, parrot, system }: CanaryScene): Promise<void> {
  letSpeak("parrot");
  const customer = await signIn("1000102");
  const project = projectOf(system, "1000102", { category: "Flooring", status: "Customer to Schedule" });
  const body = {
    message: upstreamCanary,
    error: upstreamCanary,
    ssn: system.engine.privateValues()[0] ?? "",
  };
  const faults: Record<string, unknown>[] = [
    ...[400, 401, 403, 404, 409, 418, 429, 500, 503].map((status) => ({ status, body })),
    { status: 200, body },
    { status: 200, body: `<html>${upstreamCanary}</html>` },
    { cut: "before" },
    { cut: "after", body: upstreamCanary },
  ];
  for (const fault of faults) {
    for (const path of ["/dashboard/*", "/project-notes/add/*"]) {
      system.pf360.faults.add({ match: { path }, times: 3, ...fault });
      parrot.plot(
        [[{ action: "add_note", input: { project_id: project.id, note_text: wordsCanary } }]],
        "notes",
      );
      await customer.say("Leave it.");
      system.pf360.faults.clear();
    }
  }
  parrot.plot(
    [
      [{ action: "get_project_status", input: { project_id: wordsCanary } }],
      [{ action: "get_project_status", input: {} }],
      [{ action: "get_project_status", input: { project_id: project.id, session_id: "s_stolen" } }],
    ],
    "information",
  );
  await customer.say("And now?");
  parrot.plot([
    [{ action: "get_available_dates", input: { project_id: project.id, date: "the 45th" } }],
    [{ action: "cancel_appointment", input: { project_id: project.id } }],
    [{ action: "confirm_appointment", input: { project_id: project.id, date: "x", time: "y" } }],
  ]);
  await customer.say("And now?");
}

/** Everything else that the BFF answers, right and wrong. */
async function askTheOtherRoutes({ signIn, request, letSpeak }: CanaryScene): Promise<void> {
  letSpeak("scripted");
  const { token, bearer, bodyOf } = await signIn("1000103");
  const json = (bearerToken: string, body: unknown): RequestInit => ({
    method: "POST",
    headers: { authorization: `Bearer ${bearerToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await request("simple", "/api/chat/simple", json(token, { message: "show my projects" }));
  await request("config", "/api/config?t=pk_sample_east_home");
  await request("health", "/api/health");
  await request("unknown", `/api/${token}`);
  await request("unknown query", `/api/health?token=${token}`);
  await request("bad body", "/api/chat", json(token, { ...bodyOf("hello"), messages: token }));
  await request("bad conversation", "/api/chat", json(token, bodyOf("hello", { id: token })));
  await request("wrong token", "/api/chat", json(bearer, bodyOf("hello")));
  await request("bad sign-in", "/api/session", json(token, {}));
  await request("bad old token", "/api/session", json(bearer.slice(0, -4), { token }));
}
