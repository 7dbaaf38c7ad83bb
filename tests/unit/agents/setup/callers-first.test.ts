import { describe, expect, it } from "vitest";
import { callersFirst } from "#agents/setup/callers-first.ts";
import { desiredRelease, liveFrom, specialist, supervisor, withLive } from "#tests/builders/agent-release.ts";

const namesOf = (waves: ReturnType<typeof callersFirst>) =>
  waves.map((wave) => wave.map(({ agent }) => agent.name.replace(/^pf360-|-dev$/g, "")));

describe("callersFirst", () => {
  it("puts a supervisor before those it calls", async () => {
    const { agents } = liveFrom(await desiredRelease());
    expect(namesOf(callersFirst(agents))).toEqual([["supervisor"], ["scheduling", "notes"]]);
  });

  it("goes down as many steps as there are", async () => {
    const middle = { ...supervisor(["notes"]), name: "scheduling", actionGroups: [] };
    const definitions = [supervisor(["scheduling"]), middle, specialist("notes")];
    const { agents } = liveFrom(await desiredRelease({ definitions }));
    expect(namesOf(callersFirst(agents))).toEqual([["supervisor"], ["scheduling"], ["notes"]]);
  });

  it("heeds a call that only customers still make, or only the draft", async () => {
    const live = liveFrom(await desiredRelease());
    const onlyLive = withLive(live, "supervisor", (state) => ({ ...state, collaborators: [] }));
    const onlyDraft = withLive(live, "supervisor", ({ liveVersion: _version, ...state }) => state);
    expect(namesOf(callersFirst(onlyLive.agents))[0]).toEqual(["supervisor"]);
    expect(namesOf(callersFirst(onlyDraft.agents))[0]).toEqual(["supervisor"]);
  });

  it("leaves a circle together, and answers nothing for nobody", async () => {
    const live = liveFrom(await desiredRelease());
    const boss = live.agents.find(({ agent }) => agent.name === "pf360-supervisor-dev");
    const circle = withLive(live, "notes", (state) => ({
      ...state,
      collaborators: [
        {
          collaboratorId: "COLLA00001",
          name: "supervisor",
          aliasArn: boss?.alias?.arn ?? "",
          instruction: "Hand it back.",
          relayConversationHistory: false,
        },
      ],
    }));
    expect(callersFirst(circle.agents).flat()).toHaveLength(3);
    expect(callersFirst([])).toEqual([]);
  });
});
