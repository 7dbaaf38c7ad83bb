import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { styleText } from "node:util";
import { agents } from "#agents/index.ts";
import type { AgentTurn } from "#frontend-bff/agent-backend/agent-backend.ts";
import {
  createBedrockAgentBackend,
  createBedrockRuntimeClient,
} from "#frontend-bff/agent-backend/bedrock-agent-backend.ts";
import { stages } from "#infra/stages.ts";
import { wallClock } from "#layer/clock.ts";
import { runMain } from "#layer/command-line/run-main.ts";
import { todayForPrompt } from "#layer/dates/print.ts";
import { todayIn } from "#layer/dates/today.ts";
import { splitTurn } from "#layer/domain/session-context.ts";
import { newId, newSessionId } from "#layer/sessions/session-ids.ts";
import { type AgentsOptions, agentsUsage, readAgentsOptions } from "./agents-options.ts";
import { createBedrockControlPlane } from "./bedrock-control-plane.ts";
import { type Deed, watchDeeds } from "./bedrock-turn-watch.ts";
import { agentName } from "./desired-state.ts";
import { checkAgents, checkProbe, type Finding } from "./doctor.ts";
import { type ErrorPlace, explainError } from "./explain-error.ts";
import { isLocalBedrock } from "./is-local-bedrock.ts";
import { readLiveRelease } from "./live-state.ts";
import { openChatSession } from "./open-chat-session.ts";
import { createPatientControlPlane } from "./patient-control-plane.ts";
import type { LiveRelease } from "./plan-types.ts";
import { createRateLimit } from "./rate-limit.ts";
import { resolveTarget, type SetupTarget } from "./resolve-target.ts";
import { runProbe } from "./run-probe.ts";
import { SetupError } from "./setup-error.ts";

const { stdin, stdout, env } = process;
const color = Boolean(stdout.isTTY) && !env.NO_COLOR;
const paint = (style: "dim" | "bold" | "red" | "green" | "yellow", text: string) =>
  color ? styleText(style, text, { validateStream: false }) : text;

/** Where this run works, once that is known; errors name it. */
let place: ErrorPlace | undefined;

/** `npm run agents -- chat|doctor`. */
async function main(): Promise<number> {
  const options = readAgentsOptions(process.argv.slice(2), env);
  if (options === "help") {
    stdout.write(`${agentsUsage}\n`);
    return 0;
  }
  const target = await resolveTarget(options.environment, env, isLocalBedrock);
  place = { ...target, region: stages[target.environment].region };
  const sessionId = await openChatSession({
    sessionId: options.sessionId,
    bff: options.bff ?? (target.isLocal ? `http://127.0.0.1:${env.PORT || "3000"}` : undefined),
    bearer: env.PF360_BEARER || undefined,
    customerId: options.customerId,
    isLocal: target.isLocal,
  });
  const live = await readLive(target);
  return options.command === "chat"
    ? chat(options, target, live, sessionId)
    : doctor(options, target, live, sessionId);
}

function clientConfig({ environment, isLocal, bedrockEndpoint }: SetupTarget) {
  return {
    region: stages[environment].region,
    ...(bedrockEndpoint !== undefined && { endpoint: bedrockEndpoint }),
    ...(isLocal && { credentials: { accessKeyId: "local", secretAccessKey: "local" } }),
  };
}

function readLive(target: SetupTarget): Promise<LiveRelease> {
  const pace = { clock: wallClock, sleep: (ms: number) => sleep(ms), random: Math.random };
  const limit = createRateLimit(pace);
  const config = { ...clientConfig(target), maxAttempts: 1 };
  const plane = createBedrockControlPlane({ config, beforeCall: (operation) => limit(operation) });
  const { environment } = target;
  return readLiveRelease({ controlPlane: createPatientControlPlane(plane, pace), environment });
}

/** The way to one agent's alias, and how a turn to it looks. */
function connect(target: SetupTarget, live: LiveRelease, agent: string) {
  const name = agentName(agent, target.environment);
  const found = live.agents.find((state) => state.agent.name === name && state.alias);
  if (!found?.alias) {
    throw new SetupError("release_gone", `There is no agent ${name} with an alias live. Run setup-agents.`);
  }
  const endpoint = env.AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME || target.bedrockEndpoint;
  const client = createBedrockRuntimeClient({
    ...clientConfig(target),
    ...(endpoint !== undefined && { endpoint }),
  });
  const { agentId } = found.agent;
  const backend = createBedrockAgentBackend({ client, agentId, agentAliasId: found.alias.aliasId });
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const agentSessionId = newId("a");
  const turn = (text: string, ids: { attribute: string; prompt: string }): AgentTurn => ({
    agentSessionId,
    text,
    sessionAttributes: { session_id: ids.attribute },
    context: {
      sessionId: ids.prompt,
      today: todayForPrompt(todayIn(timeZone, wallClock.nowMs())),
      timeZone,
      office: {},
    },
    signal: AbortSignal.timeout(300_000),
  });
  return { client, backend, turn, close: () => backend.end(agentSessionId) };
}

async function chat(
  options: AgentsOptions,
  target: SetupTarget,
  live: LiveRelease,
  sessionId: string | undefined,
): Promise<number> {
  const { client, backend, turn, close } = connect(target, live, options.agent);
  watchDeeds(client, (deed) => stdout.write(`${paint("dim", deedLine(deed))}\n`));
  // Of the right form and unknown: the actions say so, and the conversation goes on.
  const id = sessionId ?? newSessionId();
  if (sessionId === undefined) stdout.write("No session: the actions will ask for a sign-in.\n");
  let isInOrder = true;
  for await (const text of linesOf(options)) {
    let answer = "";
    for await (const event of backend.invoke(turn(text, { attribute: id, prompt: id }))) {
      if (event.type === "text-delta") answer += event.text;
      if (event.type === "usage") {
        const { inputTokens, outputTokens } = event;
        stdout.write(`${paint("dim", `  (${inputTokens} tokens in, ${outputTokens} out)`)}\n`);
      }
      if (event.type === "failed") {
        isInOrder = false;
        stdout.write(`${paint("red", `The turn failed: ${event.code}.`)}\n`);
      }
    }
    if (answer !== "") stdout.write(`${paint("bold", "agent>")} ${withoutControls(answer)}\n`);
  }
  await close();
  return isInOrder ? 0 : 2;
}

async function* linesOf({ say }: AgentsOptions): AsyncGenerator<string> {
  if (say !== undefined) {
    yield say;
    return;
  }
  const isTerminal = Boolean(stdin.isTTY);
  const lines = createInterface({
    input: stdin,
    terminal: isTerminal,
    ...(isTerminal && { output: stdout }),
  });
  const prompt = () => isTerminal && stdout.write("you> ");
  prompt();
  for await (const line of lines) {
    if (line.trim() !== "") yield line.trim();
    prompt();
  }
}

/** A terminal must not obey what a model says. */
function withoutControls(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, "");
}

function deedLine(deed: Deed): string {
  if (deed.type === "call") return `  ${deed.agent} calls ${deed.action} ${JSON.stringify(deed.arguments)}`;
  if (deed.type === "result") return `  ${deed.agent} gets ${deed.text.slice(0, 400)}`;
  // The supervisor may hand the session's context on; its handle is nobody's to read.
  return `  ${deed.from} hands over to ${deed.to}: ${splitTurn(deed.text).words.slice(0, 200)}`;
}

async function doctor(
  options: AgentsOptions,
  target: SetupTarget,
  live: LiveRelease,
  sessionId: string | undefined,
): Promise<number> {
  const findings: Finding[] = checkAgents(
    live,
    agents.map(({ name }) => name),
  );
  if (findings.every(({ grade }) => grade !== "bad")) {
    const { backend, turn, close } = connect(target, live, "supervisor");
    // The prompt holds no session: what an action knows of it has come by the attributes.
    const ids = { attribute: sessionId ?? newSessionId(), prompt: "none" };
    const probe = await runProbe(backend, turn("Which projects do I have?", ids), wallClock);
    await close();
    findings.push(...checkProbe(probe, { isSignedIn: sessionId !== undefined }));
  }
  stdout.write(options.json ? `${JSON.stringify({ findings }, null, 2)}\n` : `${findingLines(findings)}\n`);
  return findings.some(({ grade }) => grade === "bad") ? 2 : 0;
}

function findingLines(findings: readonly Finding[]): string {
  const signs = {
    good: paint("green", "good   "),
    bad: paint("red", "BAD    "),
    unknown: paint("yellow", "unknown"),
  };
  return findings
    .map(({ grade, what, advice }) => `${signs[grade]}  ${what}${advice ? `\n         ${advice}` : ""}`)
    .join("\n");
}

// A turn that ran into its limit may leave connections open.
void runMain(process, main, (error) => explainError(error, place)).then(() => process.exit());
