import { Socket } from "node:net";

/**
 * Keeps every test on this machine: a connection to anywhere but loopback throws, whichever library opens it. Guards
 * the socket, not a client, so that it needs no mocking library.
 */
const connect = Socket.prototype.connect;
const loopback = new Set(["localhost", "127.0.0.1", "::1", "0.0.0.0"]);

function hostOf(args: unknown[]): string {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === "object" && first !== null) return (first as { host?: string }).host ?? "localhost";
  return typeof second === "string" ? second : "localhost";
}

Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]) {
  const host = hostOf(args);
  if (!loopback.has(host) && !host.startsWith("127.")) {
    throw new Error(`A test tried to reach ${host}; tests stay on loopback.`);
  }
  return Reflect.apply(connect, this, args) as Socket;
} as typeof connect;
