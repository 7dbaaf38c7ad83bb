import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { type Clock, nowSeconds } from "#layer/clock.ts";
import { AppError } from "#layer/errors.ts";
import { isWritten } from "#layer/tables/conditional-write.ts";
import { idleEndOf } from "./lifetimes.ts";
import { isOver, readSessionItem, sessionItem, writeSessionItem } from "./session-item.ts";
import type { Session, SessionStore } from "./session-store.ts";

interface Options {
  documents: DynamoDBDocumentClient;
  tableName: string;
  clock: Clock;
}

type Change = {
  update: string;
  condition?: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
};

/** An update of an absent row would make one, and one of an ended row would bring a part of it back. */
const isLive = "attribute_exists(session_id) AND attribute_not_exists(ended_at) AND #ttl > :now";

/** Sessions in the table `bedrock-sessions-{env}`; each write one conditional update, so that none revives a dead row. */
export function createDynamodbSessionStore({ documents, tableName, clock }: Options): SessionStore {
  const now = () => nowSeconds(clock);

  async function change(sessionId: string, { update, condition, names, values }: Change): Promise<boolean> {
    const input: UpdateCommandInput = {
      TableName: tableName,
      Key: { session_id: sessionId },
      UpdateExpression: update,
      ConditionExpression: [isLive, condition].filter(Boolean).join(" AND "),
      ExpressionAttributeNames: { "#ttl": "ttl", ...names },
      ExpressionAttributeValues: { ":now": now(), ...values },
    };
    return isWritten(() => documents.send(new UpdateCommand(input)));
  }

  return {
    async create(session) {
      const createdAt = now();
      const expiresAt = idleEndOf(createdAt, session.absoluteEnd);
      const row: Session = {
        ...session,
        createdAt,
        expiresAt,
        version: 1,
        offers: {},
        confirmation: undefined,
      };
      const made = await isWritten(() =>
        documents.send(
          new PutCommand({
            TableName: tableName,
            Item: writeSessionItem(row),
            ConditionExpression: "attribute_not_exists(session_id)",
          }),
        ),
      );
      if (!made) throw new AppError("session_exists", "that session id is taken");
      return row;
    },

    async get(sessionId) {
      const { Item } = await documents.send(
        new GetCommand({ TableName: tableName, Key: { session_id: sessionId }, ConsistentRead: true }),
      );
      if (!Item) return undefined;
      return isOver(Item, now()) ? undefined : readSessionItem(Item);
    },

    async touch(sessionId) {
      const idleEnd = idleEndOf(now(), Number.POSITIVE_INFINITY);
      const touched = await change(sessionId, {
        update: "SET #ttl = :end",
        condition: "absolute_end >= :end",
        values: { ":end": idleEnd },
      });
      if (touched) return idleEnd;
      const capped = await change(sessionId, { update: "SET #ttl = absolute_end" });
      return capped ? (await this.get(sessionId))?.expiresAt : undefined;
    },

    renew: (sessionId, { sealedBearer, absoluteEnd }) =>
      change(sessionId, {
        update: "SET sealed_bearer = :bearer, absolute_end = :absolute, #ttl = :idle",
        values: { ":bearer": sealedBearer, ":absolute": absoluteEnd, ":idle": idleEndOf(now(), absoluteEnd) },
      }),

    keepOffer: (sessionId, projectId, { requestId, dates, times }) =>
      change(sessionId, {
        update: "SET offers.#project = :offer",
        names: { "#project": projectId },
        values: { ":offer": { request_id: requestId, dates, times } },
      }),

    clearOffer: (sessionId, projectId, requestId) =>
      change(sessionId, {
        update: "REMOVE offers.#project",
        condition:
          requestId === undefined
            ? "attribute_exists(offers.#project) AND attribute_not_exists(offers.#project.request_id)"
            : "offers.#project.request_id = :request",
        names: { "#project": projectId },
        values: requestId === undefined ? {} : { ":request": requestId },
      }),

    askConfirmation: (sessionId, confirmation) =>
      change(sessionId, { update: "SET confirmation = :asked", values: { ":asked": confirmation } }),

    markShown: (sessionId, confirmationId) =>
      change(sessionId, {
        update: "SET confirmation.#state = :shown",
        condition: "confirmation.id = :id AND confirmation.#state = :asked",
        names: { "#state": "state" },
        values: { ":id": confirmationId, ":shown": "shown", ":asked": "asked" },
      }),

    answerConfirmation: (sessionId, confirmationId, approved) =>
      change(sessionId, {
        update: "SET confirmation.#state = :answer",
        condition:
          "confirmation.id = :id AND confirmation.#state = :shown AND confirmation.expires_at > :now",
        names: { "#state": "state" },
        values: { ":id": confirmationId, ":shown": "shown", ":answer": approved ? "approved" : "declined" },
      }),

    consumeApproval: (sessionId, action, argumentsHash) =>
      change(sessionId, {
        update: "REMOVE confirmation",
        condition:
          "confirmation.#state = :approved AND confirmation.#action = :action AND confirmation.arguments_hash = :hash AND confirmation.expires_at > :now",
        names: { "#state": "state", "#action": "action" },
        values: { ":approved": "approved", ":action": action, ":hash": argumentsHash },
      }),

    replaceAgentSession: (sessionId, agentSessionId) =>
      change(sessionId, { update: "SET agent_session_id = :agent", values: { ":agent": agentSessionId } }),

    async end(sessionId) {
      await isWritten(() =>
        documents.send(
          new UpdateCommand({
            TableName: tableName,
            Key: { session_id: sessionId },
            UpdateExpression:
              "SET ended_at = if_not_exists(ended_at, :now), sealed_bearer = :nothing, offers = :none REMOVE confirmation",
            ConditionExpression: "attribute_exists(session_id)",
            ExpressionAttributeValues: { ":now": now(), ":nothing": "", ":none": {} },
          }),
        ),
      );
    },

    async remove(sessionId) {
      await documents.send(new DeleteCommand({ TableName: tableName, Key: { session_id: sessionId } }));
    },

    async exists(sessionId) {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: tableName,
          Key: { session_id: sessionId },
          ProjectionExpression: "session_id",
          ConsistentRead: true,
        }),
      );
      return Item !== undefined;
    },

    async agentSessionOf(sessionId) {
      const { Item } = await documents.send(
        new GetCommand({
          TableName: tableName,
          Key: { session_id: sessionId },
          ProjectionExpression: "agent_session_id",
          ConsistentRead: true,
        }),
      );
      return sessionItem.shape.agent_session_id.optional().parse(Item?.agent_session_id);
    },
  };
}
