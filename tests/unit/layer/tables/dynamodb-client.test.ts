import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { StoreDownError } from "#layer/errors.ts";
import { createDynamodbDocuments } from "#layer/tables/dynamodb-client.ts";

/** What a read comes to when the service answers like this. */
async function readFrom(listener: RequestListener): Promise<unknown> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { documents, close } = createDynamodbDocuments({
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  const outcome = await documents
    .send(new GetCommand({ TableName: "sessions", Key: { id: "1" } }))
    .catch((error: unknown) => error);
  close();
  server.closeAllConnections();
  server.close();
  return outcome;
}

const answer =
  (status: number, type: string): RequestListener =>
  (_request, response) =>
    response
      .writeHead(status, { "content-type": "application/x-amz-json-1.0" })
      .end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "a row's text" }));

describe("the tables' client", () => {
  it.each([
    ["breaks the connection", (request) => request.socket.destroy()],
    ["fails", answer(500, "InternalServerError")],
    ["is throttled", answer(400, "ProvisionedThroughputExceededException")],
  ] satisfies [string, RequestListener][])(
    "says that the tables are down when the service %s",
    async (_, listener) => {
      const error = await readFrom(listener);

      expect(error).toBeInstanceOf(StoreDownError);
      expect(String(error)).not.toContain("a row's text");
    },
  );

  it("says so too of a service that never answers", async () => {
    expect(await readFrom(() => {})).toBeInstanceOf(StoreDownError);
  });

  it("leaves the service's own refusals as they are", async () => {
    expect(await readFrom(answer(400, "ConditionalCheckFailedException"))).toBeInstanceOf(
      ConditionalCheckFailedException,
    );
  });
});
