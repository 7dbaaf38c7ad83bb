import { describe, expect, it } from "vitest";
import { planRelease } from "#agents/setup/plan.ts";
import type { Plan } from "#agents/setup/plan-types.ts";
import {
  describedGroup,
  describedOperation,
  desiredRelease,
  liveFrom,
  withLive,
} from "#tests/builders/agent-release.ts";

const desired = await desiredRelease();
const live = liveFrom(desired);

function changesOf(plan: Plan, definitionName: string) {
  return plan.agents.find((agent) => agent.definitionName === definitionName)?.changes ?? [];
}

describe("a schema's difference", () => {
  const group = describedGroup("notes-actions");
  const withOperation = (operation: object) => ({
    ...group,
    document: { ...group.document, paths: { "/notes_one": { post: operation }, "/notes_two": two } },
  });
  const two = { post: describedOperation("notes_two") };
  const planWith = async (operation: object) =>
    planRelease(
      await desiredRelease({
        actionGroups: [describedGroup("scheduling-actions"), withOperation(operation)],
      }),
      live,
    );

  it("names the operation and the place", async () => {
    const operation = describedOperation("notes_one");
    const parameters = operation.parameters.map((parameter) =>
      parameter.name === "text" ? { ...parameter, description: "What to write." } : parameter,
    );
    expect(changesOf(await planWith({ ...operation, parameters }), "notes")).toContainEqual({
      at: "live",
      kind: "operation",
      change: "changed",
      group: "notes-actions",
      operation: "notes_one",
      details: [{ place: "parameters.text.description", from: "What.", to: "What to write." }],
    });
  });

  it("tells a parameter that came and one that went", async () => {
    const operation = describedOperation("notes_one");
    const [project] = operation.parameters;
    const plan = await planWith({ ...operation, parameters: [project, { ...project, name: "date" }] });
    const places = changesOf(plan, "notes").flatMap((change) =>
      change.kind === "operation" ? change.details.map(({ place, to }) => [place, to !== undefined]) : [],
    );
    expect(places).toContainEqual(["parameters.date.name", true]);
    expect(places).toContainEqual(["parameters.text.name", false]);
  });

  it("tells another order of the parameters", async () => {
    const operation = describedOperation("notes_one");
    const plan = await planWith({ ...operation, parameters: operation.parameters.toReversed() });
    expect(changesOf(plan, "notes")[0]).toMatchObject({
      details: [{ place: "parameters", from: "project_id, text", to: "text, project_id" }],
    });
  });

  it("tells that Bedrock is to ask before the operation", async () => {
    const plan = await planWith({ ...describedOperation("notes_one"), "x-requireConfirmation": "ENABLED" });
    expect(changesOf(plan, "notes")).toEqual([
      {
        at: "live",
        kind: "confirmation",
        group: "notes-actions",
        operation: "notes_one",
        from: false,
        to: true,
      },
      { at: "live", kind: "alias", from: "1" },
    ]);
  });

  it("is none for the same document in another writing", () => {
    const rewritten = withLive(live, "notes", (state) => {
      const actionGroups = state.actionGroups.map((found) => ({ ...found, schema: shuffled(found.schema) }));
      return {
        ...state,
        actionGroups,
        ...(state.liveVersion && { liveVersion: { ...state.liveVersion, actionGroups } }),
      };
    });
    expect(planRelease(desired, rewritten).hasChanges).toBe(false);
  });

  it.each(["openapi: 3.0.0", "s3://bucket/key", ""])(
    "is the whole schema where the live one is %j",
    (schema) => {
      const foreign = withLive(live, "notes", (state) => ({
        ...state,
        actionGroups: state.actionGroups.map((found) => ({ ...found, schema })),
      }));
      expect(changesOf(planRelease(desired, foreign), "notes")).toEqual([
        expect.objectContaining({ at: "draft", kind: "action-group-field", field: "schema" }),
      ]);
    },
  );
});

/** The same JSON with its keys in the other order, and white space. */
function shuffled(schema: string): string {
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turn);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, member]) => [key, turn(member)]),
    );
  };
  return JSON.stringify(turn(JSON.parse(schema)), null, 2);
}
