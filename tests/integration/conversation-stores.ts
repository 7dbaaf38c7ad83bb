import { afterAll } from "vitest";
import type { ConversationOwner, ConversationStore } from "#layer/conversations/conversation-store.ts";
import { createDynamodbConversationStore } from "#layer/conversations/dynamodb-conversation-store.ts";
import { createMemoryConversationStore } from "#layer/conversations/memory-conversation-store.ts";
import { newId } from "#layer/sessions/session-ids.ts";
import { settableClock } from "#tests/builders/clock.ts";
import { startTestDynamodb } from "#tests/builders/dynamodb.ts";
import { startMoto } from "#tests/builders/moto.ts";

/** A customer's conversation in a store. */
export interface Opened {
  owner: ConversationOwner;
  conversationId: string;
}

/** Every adapter of the port by its name, on one clock; their databases close when the test file is over. */
export async function startConversationStores() {
  const clock = settableClock();
  const [dynalite, moto] = await Promise.all([startTestDynamodb(), startMoto()]);
  afterAll(() => Promise.all([dynalite.close(), moto?.close()]));
  const tableNames = { summaries: "conversation-summaries-dev", messages: "recent-messages-dev" };
  const onTables = (documents: typeof dynalite.documents) =>
    createDynamodbConversationStore({ documents, tableNames, clock });
  const adapters: [string, ConversationStore][] = [
    ["memory", createMemoryConversationStore({ clock })],
    ["dynamodb (dynalite)", onTables(dynalite.documents)],
  ];
  if (moto) adapters.push(["dynamodb (moto)", onTables(moto.documents)]);
  return { clock, adapters };
}

/** The customers of a store, no two alike, and what they do there. */
export function customersOf(store: ConversationStore) {
  let customers = 0;
  const someone = (clientId = "FLOORCO"): ConversationOwner => {
    customers += 1;
    return { clientId, customerId: `${customers}` };
  };
  async function opened(owner = someone()): Promise<Opened> {
    const { conversationId } = await store.open(owner, newId("c"));
    return { owner, conversationId };
  }
  const say = ({ owner, conversationId }: Opened, text: string) =>
    store.append(owner, conversationId, { role: "user", text, messageId: newId("m") });
  return { someone, opened, say };
}
