import { Hono } from "hono";
import { streamHandle } from "hono/aws-lambda";
import type { BffApp } from "./app.ts";
import { wireBff } from "./entry.ts";

let wired: Promise<BffApp> | undefined;

/** Wires at the first request, so that a missing variable is that request's error and Lambda logs it. */
async function wiredApp(): Promise<BffApp> {
  wired ??= wireBff(process.env).then(({ app }) => app);
  try {
    return await wired;
  } catch (error) {
    wired = undefined;
    throw error;
  }
}

interface FunctionUrl {
  Bindings: { requestContext?: { http?: { sourceIp?: string } } };
}

const door = new Hono<FunctionUrl>().all("*", async (context) =>
  (await wiredApp()).fetch(context.req.raw, { peer: context.env.requestContext?.http?.sourceIp }),
);

/**
 * The BFF behind a Function URL in mode RESPONSE_STREAM. `streamHandle` is marked deprecated in favour of a package of
 * its own; this file alone knows it.
 */
export const handler = streamHandle(door);
