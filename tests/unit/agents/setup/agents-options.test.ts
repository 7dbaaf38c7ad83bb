import { describe, expect, it } from "vitest";
import { readAgentsOptions } from "#agents/setup/agents-options.ts";

describe("readAgentsOptions", () => {
  it("reads a chat with what is usual", () => {
    expect(readAgentsOptions(["chat"], {})).toEqual({
      command: "chat",
      environment: undefined,
      agent: "supervisor",
      sessionId: undefined,
      customerId: undefined,
      bff: undefined,
      say: undefined,
      json: false,
    });
  });

  it("takes the session from the variable, and over it from the option", () => {
    const env = { AGENT_SESSION_ID: "s_from_variable" };
    expect(readAgentsOptions(["doctor"], env)).toMatchObject({ sessionId: "s_from_variable" });
    const args = ["doctor", "--session-id", "s_from_option", "--bff", "http://localhost:3000/"];
    expect(readAgentsOptions(args, env)).toMatchObject({
      sessionId: "s_from_option",
      bff: "http://localhost:3000",
    });
  });

  it("tells its usage", () => {
    expect(readAgentsOptions(["--help"], {})).toBe("help");
  });

  it.each([[[]], [["talk"]], [["chat", "twice"]], [["chat", "--loud"]]])("refuses %j", (args) => {
    expect(() => readAgentsOptions(args, {})).toThrow(expect.objectContaining({ code: "config" }));
  });
});
