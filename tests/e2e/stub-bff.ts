import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type { UIMessageChunk } from "ai";

/** How the stub answers one turn. */
type StubTurn =
  | { chunks: UIMessageChunk[]; end: "complete" | "cut" | "open" }
  | { status: number; body: string; contentType: string };

interface StubRequest {
  path: string;
  authorization: string | undefined;
  body: Record<string, unknown>;
}

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** What the BFF sends with the page in production; the built page has to live with it. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The chunks of an answer of one text, around which `more` ones stand. */
export function sayChunks(text: string, ...more: UIMessageChunk[]): UIMessageChunk[] {
  const chunks: UIMessageChunk[] = [
    { type: "start-step" },
    { type: "data-status", data: { phase: "thinking" }, transient: true },
    { type: "text-start", id: "t1" },
    { type: "text-delta", id: "t1", delta: text },
    { type: "text-end", id: "t1" },
  ];
  return [...chunks, ...more];
}

/** The question before a booking, as the BFF sends it. */
export const bookingQuestion: UIMessageChunk = {
  type: "data-confirmation",
  id: "c1",
  data: {
    id: "c1",
    action: "confirm_appointment",
    summary: {
      project_id: "5001",
      project_number: "HF-1001",
      date_label: "Friday, December 4",
      time_label: "1:30 PM",
      dry_run: false,
    },
    expires_at: 0,
    state: "shown",
  },
};

/**
 * The BFF's routes as the page sees them, over a folder with a built page. A test says how the next turns are answered
 * and reads what was asked; an unforeseen turn is a 500. The session lives until `conversationId` is changed.
 */
export async function startStubBff(folder: string) {
  const turns: StubTurn[] = [];
  const requests: StubRequest[] = [];
  const state = { conversationId: "conv-1", tokens: 0, refusesBearer: false };

  async function answerTurn(response: ServerResponse): Promise<void> {
    const turn = turns.shift();
    if (turn === undefined || "status" in turn) {
      response.writeHead(turn?.status ?? 500, { "content-type": turn?.contentType ?? "application/json" });
      response.end(turn?.body ?? "{}");
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream", "x-vercel-ai-ui-message-stream": "v1" });
    const start: UIMessageChunk = { type: "start", messageId: `run-${requests.length}` };
    const end: UIMessageChunk[] =
      turn.end === "complete" ? [{ type: "finish-step" }, { type: "finish" }] : [];
    for (const chunk of [start, ...turn.chunks, ...end]) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    if (turn.end === "complete") response.write("data: [DONE]\n\n");
    if (turn.end !== "open") response.end();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://stub");
    if (!url.pathname.startsWith("/api/") && !url.pathname.startsWith("/local/")) {
      return sendFile(response, folder, url.pathname);
    }
    const body = JSON.parse((await readAll(request)) || "{}") as Record<string, unknown>;
    requests.push({ path: url.pathname, authorization: request.headers.authorization, body });
    switch (url.pathname) {
      case "/api/chat":
        return answerTurn(response);
      case "/api/session":
        state.tokens += 1;
        return state.refusesBearer
          ? sendJson(response, 401, { error: { code: "unauthorized", retryable: false, request_id: "r" } })
          : sendJson(response, 200, {
              token: `token-${state.tokens}`,
              expires_at: 0,
              session_id: "s",
              conversation_id: state.conversationId,
            });
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
    state,
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
