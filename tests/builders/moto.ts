import { spawn } from "node:child_process";
import { once } from "node:events";
import { createTables } from "#local/dynamodb/embedded-dynamodb.ts";
import { documentsOf } from "./dynamodb.ts";

/**
 * moto's server on a free port. Its tables are plain Python objects, so requests are taken one at a time: a condition and
 * its write stay one step, as in DynamoDB. It ends when its standard input does, so that it never outlives the tests.
 */
const program = `
import os, sys, threading
try:
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server
except ImportError:
    sys.exit(3)
application, one_at_a_time = DomainDispatcherApplication(create_backend_app), threading.Lock()
def serve(environ, start_response):
    with one_at_a_time:
        return list(application(environ, start_response))
server = make_server("127.0.0.1", 0, serve, threaded=True)
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
print("port", server.server_port, flush=True)
server.serve_forever()
`;
const notInstalled = 3;

/**
 * A second implementation of DynamoDB, with every table of `layer/tables` (environment dev), and a document client for
 * it. Answers undefined where Python or moto is not installed. One server a test file: `afterAll(() => moto?.close())`.
 * @throws Error when moto is there and does not start
 */
export async function startMoto() {
  const python = await startPython();
  if (!python) return undefined;
  const url = `http://127.0.0.1:${python.port}`;
  await createTables(url, "dev");
  const { documents, close } = documentsOf(url);
  return {
    documents,
    url,
    async close() {
      close();
      await python.end();
    },
  };
}

async function startPython() {
  const child = spawn("python3", ["-c", program], { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = `${complaint}${text}`.slice(-2_000);
  });
  const ended = once(child, "close").then(
    ([code]) => Number(code),
    () => notInstalled, // no python3 at all
  );
  const listening = new Promise<number>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const [, port] = /^port (\d+)\n/.exec(said) ?? [];
      if (port) resolve(Number(port));
    });
  });
  const port = await Promise.race([listening, ended.then((code) => ({ code }))]);
  if (typeof port === "object") {
    if (port.code === notInstalled) return undefined;
    throw new Error(`moto did not start: ${complaint}`);
  }
  return {
    port,
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}
