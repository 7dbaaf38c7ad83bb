import { styleText } from "node:util";

/** How far each agent is. */
export interface Progress {
  /** What is being done with the agent now: `preparing`. */
  step(agent: string, what: string): void;
  done(agent: string): void;
  failed(agent: string, why: string): void;
  /** After the last one; nothing is shown any more. */
  close(): void;
}

export const noProgress: Progress = { step() {}, done() {}, failed() {}, close() {} };

export interface ProgressOutput {
  write: (text: string) => void;
  /** Of the terminal; undefined: no terminal. */
  columns: number | undefined;
  color: boolean;
}

/** On a terminal one line an agent, rewritten in place; elsewhere a line for each step. */
export function createProgress({ write, columns, color }: ProgressOutput): Progress {
  const lines = new Map<string, { mark: "…" | "✓" | "✗"; text: string }>();
  let shown = 0;

  function show(agent: string, mark: "…" | "✓" | "✗", text: string): void {
    const before = lines.get(agent);
    if (before?.mark === mark && before.text === text) return;
    lines.set(agent, { mark, text });
    if (columns === undefined) {
      write(`${agent}: ${text}\n`);
      return;
    }
    const up = shown > 0 ? `\u001b[${shown}A` : "";
    const width = Math.max(...[...lines.keys()].map((name) => name.length));
    const drawn = [...lines].map(([name, line]) => {
      const cut = `${line.mark} ${name.padEnd(width)}  ${line.text}`
        .replaceAll("\n", " ")
        .slice(0, columns - 1);
      return `\u001b[2K${painted(cut, line.mark, color)}\n`;
    });
    write(up + drawn.join(""));
    shown = lines.size;
  }

  return {
    step: (agent, what) => show(agent, "…", what),
    done: (agent) => show(agent, "✓", "done"),
    failed: (agent, why) => show(agent, "✗", why),
    close() {
      lines.clear();
      shown = 0;
    },
  };
}

function painted(line: string, mark: "…" | "✓" | "✗", color: boolean): string {
  if (!color) return line;
  const style = { "…": "dim", "✓": "green", "✗": "red" } as const;
  return styleText(style[mark], line, { validateStream: false });
}
