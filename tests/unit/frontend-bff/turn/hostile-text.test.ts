import { expect, it } from "vitest";
import * as z from "zod";
import { scrub } from "#layer/privacy/scrub.ts";
import { scriptedBackend, simpleRequest, testBff } from "#tests/builders/bff.ts";
import { readSharedData } from "#tests/unit/layer/dates/shared-data.ts";

it("keeps and gives back the big list of naughty strings, scrubbed, and never breaks on one", async () => {
  const naughty = z.array(z.string()).parse(readSharedData("blns/blns.json"));
  const texts = [...new Set(naughty.map((text) => text.toWellFormed().trim()))].filter((text) => text !== "");
  const backend = scriptedBackend(async function* ({ text }) {
    yield { type: "text-delta", text };
    yield { type: "completed" };
  });
  const { app, signIn } = testBff({ backend });
  const signedIn = await signIn();
  const read = async (query: string) => {
    const headers = { authorization: `Bearer ${signedIn.manage_token}` };
    const response = await app.request(`/api/conversation${query}`, { headers });
    expect(response.status).toBe(200);
    return (await response.json()) as { turn: number; messages: { text: string }[] };
  };
  const stored = (text: string) => scrub(text, { mode: "storage", known: { ids: ["1001"] } }).text;

  for (const text of texts) {
    const said = await app.request("/api/chat/simple", simpleRequest(signedIn, { message: text }));
    expect(said.status).toBe(200);
    await said.text();
  }

  const { turn } = await read("?limit=1");
  const kept: string[] = [];
  for (let before = turn + 1; before > 1; before -= 50) {
    kept.unshift(...(await read(`?before=${before}&limit=50`)).messages.map((message) => message.text));
  }
  const asked = kept.filter((_, index) => index % 2 === 0);
  expect(asked).toEqual(texts.map(stored));
  expect(texts.length).toBeGreaterThan(400);
});
