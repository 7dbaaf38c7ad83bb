import type { AgentEvent } from "#frontend-bff/agent-backend/agent-backend.ts";
import type { ChatPart } from "#frontend-bff/stream/chat-part.ts";
import type { PendingConfirmation } from "#layer/domain/confirmation.ts";
import {
  answering,
  askedConfirmation,
  chatRequest,
  type Script,
  scriptedBackend,
  testBff,
} from "#tests/builders/bff.ts";

/** A customer who is signed in on a Monday morning, and an agent that plays these scripts, a turn each. */
export const scene = (...scripts: [Script, ...Script[]]) => sceneAt("2026-11-23T15:00:00Z", ...scripts);

/** The same at another moment. */
export async function sceneAt(now: string, ...scripts: [Script, ...Script[]]) {
  const backend = scriptedBackend(...scripts);
  const bff = testBff({ backend });
  bff.clock.set(now);
  const signedIn = await bff.signIn();
  const { session_id: sessionId } = signedIn;
  return {
    ...bff,
    backend,
    sessionId,
    ask: (change?: Partial<PendingConfirmation>) =>
      bff.sessions.askConfirmation(sessionId, askedConfirmation(change)),
    async say(text: string, more: Record<string, unknown> = {}) {
      const response = await bff.app.request(
        "/api/chat",
        chatRequest(signedIn, text, { accept: "application/json", ...more }),
      );
      return ((await response.json()) as { chunks: ChatPart[] }).chunks;
    },
    confirmation: async () => (await bff.sessions.get(sessionId))?.confirmation,
  };
}

/** Of an answer: its confirmation cards, its text pieces with | between, the codes of its errors. */
export const cardsOf = (parts: readonly ChatPart[]) =>
  parts.flatMap((part) => (part.type === "data-confirmation" ? [part.data] : []));
export const textOf = (parts: readonly ChatPart[]) =>
  parts.flatMap((part) => (part.type === "text-delta" ? [part.delta] : [])).join("|");
export const errorsOf = (parts: readonly ChatPart[]) =>
  parts.flatMap((part) =>
    part.type === "error" ? [(JSON.parse(part.errorText) as { code: string }).code] : [],
  );

/** As the Lambda's guard does while the agent works: asks, and lets the agent go on. */
export const asking = (askNow: () => Promise<unknown>): Script =>
  async function* (): AsyncGenerator<AgentEvent> {
    await askNow();
    yield* answering("Almost there.");
  };

export const looked = (action: string): AgentEvent => ({
  type: "action-ended",
  agent: "scheduling",
  group: "scheduling-actions",
  action,
  outcome: "ok",
  result: undefined,
});
