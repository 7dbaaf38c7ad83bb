import { describe, expect, it } from "vitest";
import { hasBrowser } from "./browser.ts";
import { useLocalPage } from "./local-page.ts";
import { sayChunks } from "./stub-chunks.ts";

const longAnswer = Array.from({ length: 60 }, (_, at) => `- line ${at}`).join("\n");

describe.runIf(hasBrowser)("the conversation", () => {
  const local = useLocalPage();

  /** A chat whose answers are longer than the window; all but the first end in these words. */
  async function openLongChat(...ends: string[]) {
    local.bff().turns.push({ end: "complete", chunks: sayChunks(longAnswer) });
    for (const end of ends) {
      local.bff().turns.push({ end: "complete", chunks: sayChunks(`${longAnswer}\n\n${end}`) });
    }
    const chat = await local.openChat();
    await chat.say("first");
    await chat.log.getByText("line 59").waitFor();
    return chat;
  }

  /** Two frames later, when observers and scroll events have run; in pixels. */
  const distanceFromEnd = () =>
    local.page().evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
      const { scrollHeight, scrollTop, clientHeight } = document.querySelector(".scroller");
      done(scrollHeight - scrollTop - clientHeight);
    })))`);

  it("stays at its end while an answer comes, and when the window gets another size", async () => {
    const { page } = await openLongChat();
    const atFirst = await distanceFromEnd();
    await page.setViewportSize({ width: 390, height: 500 });

    expect(atFirst).toBeLessThan(2);
    expect(await distanceFromEnd()).toBeLessThan(2);
  });

  it("leaves a reader who has scrolled up where they are, until they write", async () => {
    const { page, log, say } = await openLongChat("the end");
    await page.evaluate("document.querySelector('.scroller').scrollTo(0, 0)");
    const whileReading = await distanceFromEnd();
    await page.setViewportSize({ width: 900, height: 500 });
    const afterResize = await distanceFromEnd();
    await say("second");
    await log.getByText("the end").waitFor();

    expect(whileReading).toBeGreaterThan(500);
    expect(afterResize).toBeGreaterThan(500);
    expect(await distanceFromEnd()).toBeLessThan(2);
  });
});
