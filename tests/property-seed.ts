import fc from "fast-check";

/** One seed for every run, so that a failure is the change's own; `PROPERTY_SEED` takes a number, or `random`. */
const { PROPERTY_SEED = "360" } = process.env;
if (PROPERTY_SEED !== "random")
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(PROPERTY_SEED) });
