import { describe, expect, it } from "vitest";
import { createShownValues } from "#frontend-bff/turn/shown-values.ts";
import { settableClock } from "#tests/builders/clock.ts";

const owner = { clientId: "EASTHOME", customerId: "1001" };

describe("the values that a customer was shown", () => {
  it("are known to the next turns, each once, and to nobody else's", () => {
    const shown = createShownValues({ clock: settableClock() });

    shown.learn(owner, { names: ["Pat Example"], kept: ["90000118"] });
    shown.learn(owner, { names: ["Pat Example"], addresses: ["12 Sample Street"] });

    expect(shown.of(owner)).toEqual({
      names: ["Pat Example"],
      addresses: ["12 Sample Street"],
      kept: ["90000118"],
    });
    expect(shown.of({ ...owner, clientId: "WESTHOME" })).toEqual({});
    expect(shown.of({ ...owner, customerId: "1002" })).toEqual({});
  });

  it("are forgotten when asked to, and half an hour after they were last shown", () => {
    const clock = settableClock();
    const shown = createShownValues({ clock });
    const other = { ...owner, customerId: "1002" };
    shown.learn(owner, { names: ["Pat Example"] });
    shown.learn(other, { names: ["Kim Example"] });

    shown.forget(owner);
    clock.advance(1_799);
    const before = shown.of(other);
    clock.advance(1);

    expect(shown.of(owner)).toEqual({});
    expect(before.names).toEqual(["Kim Example"]);
    expect(shown.of(other)).toEqual({});
  });

  it("take a bounded room: the latest customers, the latest values", () => {
    const shown = createShownValues({ clock: settableClock() });
    for (let customer = 0; customer < 2_001; customer += 1) {
      shown.learn({ ...owner, customerId: String(customer) }, { names: [`N${customer}`] });
    }
    shown.learn(owner, { kept: Array.from({ length: 300 }, (_, number) => String(number)) });

    expect(shown.of({ ...owner, customerId: "0" })).toEqual({});
    expect(shown.of({ ...owner, customerId: "2000" }).names).toEqual(["N2000"]);
    expect(shown.of(owner).kept).toHaveLength(100);
    expect(shown.of(owner).kept?.at(-1)).toBe("299");
  });
});
