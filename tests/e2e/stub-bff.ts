import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type { UIMessageChunk } from "ai";
import { textOfChunks } from "./stub-chunks.ts";
import { createStubConversations } from "./stub-conversations.ts";
import { createStubSessions } from "./stub-sessions.ts";

/** How the stub answers one turn. */
type StubTurn =
  | { chunks: UIMessageChunk[]; end: "complete" | "cut" | "open" }
  | { status: number; body: string; contentType: string };

interface StubRequest {
  method: string;
  path: string;
  query: string;
  /** The bearer, of a token its last part alone: `stream-1`. Empty when there is none. */
  caller: string;
  body: Record<string, unknown>;
}

/** A refusal in place of the usual answer, `broken` for a connection that is cut. */
type StubRefusal = { status: number; code: string } | "broken";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** What the BFF sends with the page in production; the built page has to live with it. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The BFF's routes as the page sees them, over a folder with a built page. A test says how the next turns are answered and
 * reads what was asked; an unforeseen turn is a 500. Answers are kept, as the BFF keeps them.
 */
export async function startStubBff(folder: string) {
  const turns: StubTurn[] = [];
  const requests: StubRequest[] = [];
  /** The next answers of the conversation's routes, by method; the usual ones where there is none. */
  const refusals: Partial<Record<string, StubRefusal[]>> = {};
  const sessions = createStubSessions();
  const conversations = createStubConversations();

  async function answerTurn(response: ServerResponse, { caller, body }: StubRequest): Promise<void> {
    const session = sessions.find(caller, "stream");
    if (session === undefined) return sendJson(response, 401, unauthorized);
    const turn = turns.shift();
    if (turn === undefined || "status" in turn) {
      response.writeHead(turn?.status ?? 500, { "content-type": turn?.contentType ?? "application/json" });
      response.end(turn?.body ?? "{}");
      return;
    }
    const [said] = body.messages as { id: string; parts: { text: string }[] }[];
    const runId = `run-${requests.length}`;
    const { conversationId } = session;
    if (said) {
      conversations.append(conversationId, { id: said.id, role: "user", text: said.parts[0]?.text ?? "" });
    }
    if (turn.end === "complete") {
      conversations.append(conversationId, { id: runId, role: "assistant", text: textOfChunks(turn.chunks) });
    }
    response.writeHead(200, { "content-type": "text/event-stream", "x-vercel-ai-ui-message-stream": "v1" });
    const start: UIMessageChunk = { type: "start", messageId: runId };
    const end: UIMessageChunk[] =
      turn.end === "complete" ? [{ type: "finish-step" }, { type: "finish" }] : [];
    for (const chunk of [start, ...turn.chunks, ...end]) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    if (turn.end === "complete") response.write("data: [DONE]\n\n");
    if (turn.end !== "open") response.end();
  }

  async function answerConversation(
    response: ServerResponse,
    { method, query, caller, body }: StubRequest,
  ): Promise<void> {
    const session = sessions.find(caller, "manage");
    if (session === undefined) return sendJson(response, 401, unauthorized);
    const refusal = refusals[method]?.shift();
    if (refusal === "broken") {
      // After the head: a connection that is cut before it would be tried again by the browser itself.
      response.writeHead(200, { "content-type": "application/json", "content-length": 100 });
      response.write("{", () => response.destroy());
      return;
    }
    if (refusal !== undefined) {
      const { status, code } = refusal;
      return sendJson(response, status, { error: { code, retryable: true, request_id: "req-9" } });
    }
    const { conversationId, customerId } = session;
    const before = new URLSearchParams(query).get("before");
    if (method === "GET") {
      return sendJson(response, 200, conversations.page(conversationId, before ? Number(before) : undefined));
    }
    if (method === "PATCH") {
      const isDone = conversations.patch(conversationId, body);
      return sendJson(response, isDone ? 200 : 409, { turn: conversations.of(conversationId).turn });
    }
    conversations.remove(conversationId);
    sessions.conversations.set(customerId, `${conversationId}-next`);
    sessions.expireTokens();
    sendJson(response, 200, { receipt: { id: "del_1", at: "2026-11-30T18:29:30Z", left: 0, final: true } });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, search: query } = new URL(request.url ?? "/", "http://stub");
    if (!path.startsWith("/api/") && !path.startsWith("/local/")) return sendFile(response, folder, path);
    const body = JSON.parse((await readAll(request)) || "{}") as Record<string, unknown>;
    const caller = request.headers.authorization?.replace(/^Bearer (.*\.)?/, "") ?? "";
    const asked: StubRequest = { method: request.method ?? "GET", path, query, caller, body };
    requests.push(asked);
    switch (path) {
      case "/api/chat":
        return answerTurn(response, asked);
      case "/api/conversation":
        return answerConversation(response, asked);
      case "/api/session":
        if (asked.method === "DELETE") return void response.writeHead(204).end();
        return sendSignedIn(response, sessions.signIn(caller));
      case "/api/session/refresh":
        return sendSignedIn(response, sessions.refresh(body.refresh_token));
      case "/api/config":
        return sendJson(response, 200, {
          display_name: "Harbor Floors",
          link_hosts: ["projectsforce.example"],
          support_phone: "555-0142",
        });
      case "/local/customers":
        return sendJson(response, 200, sampleCustomers);
      case "/local/tokens":
        return sendJson(response, 200, { access_token: `bearer-of-${String(body.customer_id)}` });
      default:
        return sendJson(response, 404, {});
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    turns,
    requests,
    refusals,
    sessions,
    conversations,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type StubBff = Awaited<ReturnType<typeof startStubBff>>;

const sampleCustomers = [
  {
    customer_id: "2001",
    client_id: "HF",
    name: "Ada Example",
    client_name: "harbor-floors",
    public_key: "pk_harbor_1",
    projects: [{ category: "Flooring" }, { category: "Windows" }],
  },
  {
    customer_id: "2002",
    client_id: "HF",
    name: "Ben Sample",
    client_name: "harbor-floors",
    public_key: "pk_harbor_1",
    projects: [],
  },
];

const unauthorized = { error: { code: "unauthorized", retryable: false } };

function sendSignedIn(response: ServerResponse, signedIn: object | undefined): void {
  sendJson(response, signedIn === undefined ? 401 : 200, signedIn ?? unauthorized);
}

async function sendFile(response: ServerResponse, folder: string, path: string): Promise<void> {
  const file = join(folder, normalize(path === "/" ? "/index.html" : path));
  const content = await readFile(file).catch(() => undefined);
  response.writeHead(content === undefined ? 404 : 200, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    "content-security-policy": contentSecurityPolicy,
    "x-content-type-options": "nosniff",
  });
  response.end(content);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
