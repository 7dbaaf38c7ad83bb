import { describe, expect, it } from "vitest";
import { jsonLog, type LogFields } from "#layer/observability/log.ts";

describe("the JSON log", () => {
  it("writes one line an event, without fields that are undefined", () => {
    const lines: string[] = [];
    const log = jsonLog(
      (line) => lines.push(line),
      () => "2026-11-23T15:00:00Z",
      { service: "test" },
    );

    log("info", "turn-end", { session: "abc", status: 200, code: undefined } as unknown as LogFields);

    expect(lines).toEqual([
      '{"at":"2026-11-23T15:00:00Z","level":"info","event":"turn-end","service":"test","session":"abc","status":200}\n',
    ]);
  });

  it("writes no field that is not on the list, whatever it is handed", () => {
    const lines: string[] = [];
    const log = jsonLog(
      (line) => lines.push(line),
      () => "now",
      { service: "test" },
    );

    log("error", "turn-failed", { code: "bug", token: "secret-token", text: "my words" } as LogFields);

    expect(lines.join("")).toContain('"code":"bug"');
    expect(lines.join("")).not.toMatch(/secret-token|my words/);
  });
});
