import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { type Clock, nowSeconds } from "#layer/clock.ts";
import { unlessConditionFails } from "#layer/tables/conditional-write.ts";
import { headItem, partitionOf, readHead, readLiveHead } from "./conversation-items.ts";
import type { Conversation, ConversationOwner, ConversationStore } from "./conversation-store.ts";
import { createDynamodbCurrentConversation } from "./dynamodb-current-conversation.ts";
import { createDynamodbMessages } from "./dynamodb-messages.ts";
import { type ReadFactsChange, readFactsChange } from "./facts-change.ts";
import { factsLifeSeconds } from "./lifetimes.ts";
import { patched } from "./patched.ts";

interface Options {
  documents: DynamoDBDocumentClient;
  tableNames: { summaries: string; messages: string };
  clock: Clock;
}

/** What a change of the head adds to the expressions that every one has. */
interface HeadChange {
  set?: string[];
  remove?: string[];
  condition?: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
}

/** So many others may come first before a patch is told of a conflict that may pass. */
const patchTries = 5;

/** Conversations in the tables `conversation-summaries-{env}` (heads) and `recent-messages-{env}`. */
export function createDynamodbConversationStore({
  documents,
  tableNames,
  clock,
}: Options): ConversationStore {
  const TableName = tableNames.summaries;
  const now = () => nowSeconds(clock);
  const messages = createDynamodbMessages({ documents, tableName: tableNames.messages, now });
  const current = createDynamodbCurrentConversation({ documents, tableName: TableName, now });

  const keyOf = (owner: ConversationOwner, conversationId: string) => ({
    tenant_customer: partitionOf(owner),
    conversation_id: conversationId,
  });

  async function readItem(owner: ConversationOwner, conversationId: string) {
    const { Item } = await documents.send(
      new GetCommand({ TableName, Key: keyOf(owner, conversationId), ConsistentRead: true }),
    );
    return Item;
  }

  const get = async (owner: ConversationOwner, conversationId: string) =>
    readLiveHead(await readItem(owner, conversationId), now());

  /** The head after the change; undefined when it is gone, expired, marked, or the condition does not hold. */
  async function change(
    owner: ConversationOwner,
    conversationId: string,
    { set = [], remove = [], condition, names, values }: HeadChange,
  ): Promise<Conversation | undefined> {
    const sets = ["version = version + :one", "updated_at = :now", "#ttl = :end", ...set];
    const answer = await unlessConditionFails(() =>
      documents.send(
        new UpdateCommand({
          TableName,
          Key: keyOf(owner, conversationId),
          UpdateExpression: `SET ${sets.join(", ")}${remove.length > 0 ? ` REMOVE ${remove.join(", ")}` : ""}`,
          ConditionExpression: [
            "attribute_exists(conversation_id) AND #ttl > :now AND attribute_not_exists(marked)",
            ...(condition ? [condition] : []),
          ].join(" AND "),
          ExpressionAttributeNames: { "#ttl": "ttl", ...names },
          ExpressionAttributeValues: {
            ":one": 1,
            ":now": now(),
            ":end": now() + factsLifeSeconds,
            ...values,
          },
          ReturnValues: "ALL_NEW",
        }),
      ),
    );
    return answer && readHead(headItem.parse(answer.Attributes));
  }

  return {
    open: (owner, freshId) => current.open(owner, freshId, get),
    get,

    async append(owner, conversationId, message, { onKept } = {}) {
      const numbered = await change(owner, conversationId, { set: ["turn = turn + :one"] });
      if (!numbered) return undefined;
      const kept = await messages.put(conversationId, numbered.turn, message);
      onKept?.();
      if (await get(owner, conversationId)) return kept;
      await messages.remove(conversationId, numbered.turn);
      return undefined;
    },

    messages: messages.page,

    async learn(owner, conversationId, facts) {
      return (await change(owner, conversationId, factsChange(readFactsChange(facts)))) !== undefined;
    },

    async patch(owner, conversationId, expected, { lastReadTurn = 0, ...facts }) {
      for (let tries = 1; ; tries += 1) {
        const head = await get(owner, conversationId);
        if (!head) return undefined;
        const isExpected = head.turn === expected.turn && (expected.version ?? head.version) === head.version;
        if (!isExpected || tries > patchTries) return { outcome: "conflict", conversation: head };
        const next = patched(head, facts, lastReadTurn);
        if (!next) return { outcome: "changed", conversation: head };
        const changed = await change(owner, conversationId, {
          set: ["facts = :facts", "last_read_turn = :read"],
          condition: "version = :version",
          values: { ":facts": next.facts, ":read": next.lastReadTurn, ":version": head.version },
        });
        if (changed) return { outcome: "changed", conversation: changed };
      }
    },

    list: current.list,

    async mark(owner, conversationId) {
      await unlessConditionFails(() =>
        documents.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(owner, conversationId),
            UpdateExpression: "SET marked = :true",
            ConditionExpression: "attribute_exists(version)",
            ExpressionAttributeValues: { ":true": true },
          }),
        ),
      );
    },

    async remove(owner, conversationId) {
      const item = await readItem(owner, conversationId);
      if (item && !headItem.parse(item).marked) return { messages: 0, heads: 0 };
      const removed = await messages.removeAll(conversationId);
      await current.forget(owner, conversationId);
      await documents.send(new DeleteCommand({ TableName, Key: keyOf(owner, conversationId) }));
      return { messages: removed, heads: item ? 1 : 0 };
    },

    async count(owner, conversationId) {
      const [head, isCurrent, kept] = await Promise.all([
        readItem(owner, conversationId),
        current.isCurrent(owner, conversationId),
        messages.count(conversationId),
      ]);
      return (head ? 1 : 0) + (isCurrent ? 1 : 0) + kept;
    },
  };
}

/** Each fact set or removed by itself, so that two who learn different ones at once both do. */
function factsChange({ set, removed }: ReadFactsChange): HeadChange {
  const facts = Object.entries(set);
  const names = [...facts.map(([name]) => name), ...removed];
  return {
    set: facts.map(([name]) => `facts.#${name} = :${name}`),
    remove: removed.map((name) => `facts.#${name}`),
    names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    values: Object.fromEntries(facts.map(([name, value]) => [`:${name}`, value])),
  };
}
