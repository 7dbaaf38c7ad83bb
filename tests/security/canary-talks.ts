import { projectOf } from "#tests/builders/book-watch.ts";
import { specialistOf } from "./canary-action-inputs.ts";
import { type CanaryScene, upstreamCanary, wordsCanary } from "./canary-scene.ts";

/** Two customers of two tenants, in their own words. */
export async function talkAsACustomer({ signIn, letSpeak }: CanaryScene): Promise<void> {
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
export async function callEverythingAndRepeatIt({
  signIn,
  letSpeak,
  parrot,
  system,
}: CanaryScene): Promise<void> {
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

/** PF360 failing in every way, its words in each answer, under reads, notes and a booking. */
export async function meetEveryFailure({ signIn, letSpeak, parrot, system }: CanaryScene): Promise<void> {
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
export async function askTheOtherRoutes({
  signIn,
  request,
  letSpeak,
  operatorKey,
}: CanaryScene): Promise<void> {
  letSpeak("scripted");
  const { token, manageToken, refreshToken, bearer, bodyOf } = await signIn("1000103");
  const by = (bearerToken: string, method: string, body?: unknown): RequestInit => ({
    method,
    headers: { authorization: `Bearer ${bearerToken}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const json = (bearerToken: string, body: unknown) => by(bearerToken, "POST", body);
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
  await request("session", "/api/session", by(manageToken, "GET"));
  await request("refresh", "/api/session/refresh", json(token, { refresh_token: refreshToken }));
  await request("conversation", "/api/conversation", by(manageToken, "GET"));
  await request("patch", "/api/conversation", by(manageToken, "PATCH", { turn: 2, last_read_turn: 2 }));
  await request("deletion", "/api/conversation", by(manageToken, "DELETE"));
  await request("late sign-out", "/api/session", by(manageToken, "DELETE"));
  await request("metrics", "/api/metrics", by(operatorKey(), "GET"));
}
