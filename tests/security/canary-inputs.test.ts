import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "#frontend-bff/app.ts";
import { allActions } from "#tests/builders/action-scene.ts";
import { canaryInputs } from "./canary-inputs.ts";
import { nameOf } from "./canary-route-inputs.ts";
import { type CanaryScene, startCanaryScene } from "./canary-scene.ts";
import { canariesOf, plantedAt, plantedKinds, suspicious } from "./canary-values.ts";
import { type Finding, type Swept, sweep } from "./sweep.ts";

/** Longer than any window of the rate limits, so that no input is refused because of those before it. */
const betweenInputsSeconds = 301;

let scene: CanaryScene;
let pieces: Swept[] = [];
let suspects: Swept[] = [];
/** By input, what stands where it does not belong. */
let leaks: Map<string, Finding[]>;

const canariesOfInput = ({ name, belongsIn }: (typeof canaryInputs)[number], index: number) =>
  canariesOf(name, plantedAt(index), belongsIn);

beforeAll(async () => {
  scene = await startCanaryScene({ rateLimits: "dynamodb" });
  for (const [index, input] of canaryInputs.entries()) {
    scene.clock.advance(betweenInputsSeconds);
    await input.plant(plantedAt(index), scene);
  }
  await scene.request("metrics", "/api/metrics", {
    headers: { authorization: `Bearer ${scene.operatorKey()}` },
  });
  pieces = await scene.pieces();
  suspects = suspicious(pieces);
  const found = sweep(suspects, canaryInputs.flatMap(canariesOfInput));
  leaks = Map.groupBy(found, ({ canary }) => canary.replace(/: \w+$/, ""));
}, 120_000);
afterAll(() => scene.close());

describe("the list of inputs", () => {
  it("has every route and every action, each with all its arguments", () => {
    const covered = new Set(canaryInputs.map(({ covers }) => covers));

    for (const route of routes) expect(covered).toContain(nameOf(route));
    for (const { name } of allActions) expect(covered).toContain(name);
    expect(covered.size).toBe(routes.length + allActions.length + ["PF360", "any other request"].length);
    expect(new Set(canaryInputs.map(({ name }) => name)).size).toBe(canaryInputs.length);
  });
});

describe("a token, a phone number and a card number", () => {
  it.each(canaryInputs.map((input) => [input.name, input] as const))(
    "put in at %s stand nowhere but where they belong",
    (name) => {
      expect(leaks.get(name) ?? []).toEqual([]);
    },
  );

  it("are found in every place of which the list says that they belong there", () => {
    const absent = canaryInputs.flatMap((input, index) =>
      plantedKinds.flatMap((kind) =>
        (input.belongsIn[kind] ?? [])
          .filter((place) => !isIn(place, plantedAt(index)[kind]))
          .map((place) => `${input.name}: no ${kind} in ${place}`),
      ),
    );

    expect(absent).toEqual([]);
  });
});

function isIn(place: string, value: string): boolean {
  const there = suspects.filter((piece) => piece.place.startsWith(place));
  return sweep(there, [{ name: "", value, belongsIn: [] }]).length > 0;
}

describe("the places that are swept", () => {
  it("are all there, and hold something", () => {
    const places = [
      ...[
        "log",
        "prompt",
        "trace",
        "invocation request",
        "invocation response",
        "lambda event",
        "lambda answer",
      ],
      ...["browser", "answer", "answer metrics", "audit export"],
      ...[
        "bedrock-sessions",
        "session-tokens",
        "conversation-summaries",
        "recent-messages",
        "rate-limits",
      ].map((table) => `table ${table}`),
      ...["project-notes", "audit-log", "tenants", "agent-releases"].map((table) => `table ${table}`),
    ];

    for (const place of places) {
      expect(pieces.filter((piece) => piece.place.startsWith(place)).length, place).toBeGreaterThan(0);
    }
  });

  it("hold placeholders where the conversation is kept", () => {
    const kept = pieces
      .filter(({ place }) => place.startsWith("table recent-messages"))
      .map(({ text }) => text);

    for (const placeholder of ["[secret]", "[phone]", "[card]"]) {
      expect(kept.filter((text) => text.includes(placeholder)).length, placeholder).toBeGreaterThan(3);
    }
  });

  it("would show each kind in each disguise", () => {
    for (const kind of plantedKinds) {
      const value = plantedAt(42)[kind];
      const disguises = [
        value,
        Buffer.from(`xy ${value}`).toString("base64"),
        Buffer.from(value).toString("hex"),
      ];
      if (kind !== "secret") disguises.push(value.replaceAll(/\D/g, ""));
      for (const text of disguises) {
        const planted = { place: "log 1", text: `{"a":"${text}"}` };

        expect(sweep(suspicious([planted]), canariesOf("x", plantedAt(42), {})), text).toContainEqual(
          expect.objectContaining({ canary: `x: ${kind}`, place: "log 1" }),
        );
      }
    }
  });
});
