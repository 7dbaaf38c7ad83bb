import type { DesiredAgent, DesiredRelease } from "./plan-types.ts";

/** Something that the service would refuse, found before the first call. */
export interface ReleaseFinding {
  /** The definition's name. */
  agent: string;
  /** `instruction`, `collaborator scheduling`, … */
  place: string;
  message: string;
}

/** Names of agents, action groups, aliases and collaborators (service model of `bedrock-agent`). */
const nameForm = /^([0-9a-zA-Z][_-]?){1,100}$/;
const roleForm = /^arn:aws(-[^:]+)?:iam::([0-9]{12})?:role\/.+$/;
const lambdaForm =
  /^arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}(-gov)?-[a-z]+-\d{1}:\d{12}:function:[a-zA-Z0-9-_.]+(:(\$LATEST|[a-zA-Z0-9-_]+))?$/;
/** Models print such text instead of calling, or take it for a thing that someone fills in. */
const pseudoCalls = /<\/?(function_calls|invoke|answer|thinking|parameter)\b|\$\{|\{\{|\$session_/i;

/** The service's limits and quotas, and what makes models misbehave. In the order of the release; empty when all is well. */
export function lintRelease({ agents }: DesiredRelease): ReleaseFinding[] {
  return agents.flatMap((agent) =>
    [...problemsOf(agent)].map(([place, message]) => ({ agent: agent.definitionName, place, message })),
  );
}

function* problemsOf(agent: DesiredAgent): Generator<[place: string, message: string]> {
  const { spec, actionGroups, collaborators } = agent;
  if (!nameForm.test(agent.name)) yield ["name", `${agent.name} is no name that the service takes.`];
  yield* lengthProblem("description", spec.description, 1, 200);
  if (/\p{Cc}/u.test(spec.description))
    yield ["description", "Holds a line end or another control character."];
  yield* lengthProblem("instruction", spec.instruction, 40, 20_000);
  if (pseudoCalls.test(spec.instruction)) {
    yield ["instruction", "Holds pseudo-call syntax or a placeholder that nobody fills in."];
  }
  if (spec.idleSessionTtlSeconds < 60 || spec.idleSessionTtlSeconds > 5400) {
    yield ["idle session TTL", `${spec.idleSessionTtlSeconds} s; the service takes 60 to 5400.`];
  }
  if (!roleForm.test(spec.roleArn)) yield ["role", "Is no ARN of a role."];
  yield* lengthProblem("foundation model", spec.foundationModel, 1, 2048);
  if (actionGroups.length > 15) yield ["action groups", `${actionGroups.length}; the quota is 15.`];
  for (const { name, description, lambdaArn } of actionGroups) {
    const place = `action group ${name}`;
    if (!nameForm.test(name)) yield [place, "Is no name that the service takes."];
    yield* lengthProblem(place, description, 1, 200);
    if (!lambdaForm.test(lambdaArn)) yield [place, "Its function is no ARN of a Lambda alias."];
  }
  if (collaborators.length > 10) yield ["collaborators", `${collaborators.length}; the quota is 10.`];
  for (const { name, instruction } of collaborators) {
    const place = `collaborator ${name}`;
    if (!nameForm.test(name)) yield [place, "Is no name that the service takes."];
    yield* lengthProblem(place, instruction, 1, 4000);
  }
}

function* lengthProblem(
  place: string,
  text: string,
  least: number,
  most: number,
): Generator<[string, string]> {
  if (text.length >= least && text.length <= most) return;
  yield [place, `${text.length} characters; the service takes ${least} to ${most}.`];
}
