import { describe, expect, it } from "vitest";
import { createProgress } from "#agents/setup/progress.ts";

const esc = String.fromCharCode(27);

function shown(options: { columns: number | undefined; color?: boolean }) {
  let text = "";
  const progress = createProgress({
    write: (more) => {
      text += more;
    },
    color: false,
    ...options,
  });
  return { progress, text: () => text };
}

/** What a terminal shows in the end: each `up` goes back over the lines that come again. */
function screenOf(text: string): string[] {
  const lines: string[] = [];
  let row = 0;
  for (const part of text.split(/(?<=\n)/)) {
    const up = new RegExp(`^${esc}\\[(\\d+)A`).exec(part);
    row -= Number(up?.[1] ?? 0);
    lines[row++] = part.slice(up?.[0].length).replace(`${esc}[2K`, "").trimEnd();
  }
  return lines;
}

describe("createProgress", () => {
  it("writes a line a step where there is no terminal, none of them twice", () => {
    const { progress, text } = shown({ columns: undefined });
    progress.step("notes", "creating");
    progress.step("notes", "creating");
    progress.step("supervisor", "creating");
    progress.done("notes");
    progress.failed("supervisor", "no role");
    progress.close();
    expect(text()).toBe("notes: creating\nsupervisor: creating\nnotes: done\nsupervisor: no role\n");
  });

  it("keeps one line an agent on a terminal", () => {
    const { progress, text } = shown({ columns: 80 });
    progress.step("notes", "creating");
    progress.step("supervisor", "creating");
    progress.step("notes", "preparing");
    progress.done("notes");
    progress.failed("supervisor", "not reached");
    expect(screenOf(text())).toEqual(["✓ notes       done", "✗ supervisor  not reached"]);
  });

  it("cuts a line that would break, and takes line ends out of it", () => {
    const { progress, text } = shown({ columns: 20 });
    progress.failed("notes", "the first line\nand the second");
    expect(screenOf(text())).toEqual(["✗ notes  the first"]);
  });

  it("begins a new list after the end of one", () => {
    const { progress, text } = shown({ columns: 80 });
    progress.done("notes");
    progress.close();
    progress.done("scheduling");
    expect(screenOf(text())).toEqual(["✓ notes  done", "✓ scheduling  done"]);
  });

  it("paints only where colours are wanted", () => {
    const plain = shown({ columns: 80 });
    const painted = shown({ columns: 80, color: true });
    for (const { progress } of [plain, painted]) progress.done("notes");
    expect(plain.text()).not.toContain(`${esc}[32m`);
    expect(painted.text()).toContain(`${esc}[32m`);
  });
});
