import type { LiveAgentState } from "./plan-types.ts";

/**
 * In which order agents can be taken down: those of one wave together, and each before those it calls, in its draft or in the
 * version that customers get. Within a wave in the order given; empty for none.
 */
export function callersFirst(agents: readonly LiveAgentState[]): LiveAgentState[][] {
  const waves: LiveAgentState[][] = [];
  let remaining = [...agents];
  while (remaining.length > 0) {
    const called = new Set(remaining.flatMap(calledAliases));
    const free = remaining.filter(({ alias }) => !alias || !called.has(alias.arn));
    // Agents that call each other in a circle cannot be told apart; the service will say so.
    const wave = free.length > 0 ? free : remaining;
    waves.push(wave);
    remaining = remaining.filter((state) => !wave.includes(state));
  }
  return waves;
}

function calledAliases({ collaborators, liveVersion }: LiveAgentState): string[] {
  return [...collaborators, ...(liveVersion?.collaborators ?? [])].map(({ aliasArn }) => aliasArn);
}
