import type { Model } from "#local/model/model.ts";

/** Hands every request to whichever model `choose` names, and remembers what it was given, as JSON. */
export function recordingModel(choose: () => Model): Model & { given: string[] } {
  const given: string[] = [];
  return {
    name: "recording",
    given,
    stream(request) {
      const { system, messages, tools } = request;
      given.push(JSON.stringify({ system, messages, tools }));
      return choose().stream(request);
    },
  };
}
