import type { Pf360Caller, Pf360Request } from "./pf360-client.ts";

/** A request and whether it changes something; PF360's cancels are GETs that do. */
export type ExchangeRequest = Pf360Request & { effect: "read" | "write" };

export interface ExchangeAnswer {
  status: number;
  /** The parsed JSON; `unreadable` when the body is no JSON, `undefined` when there is none. */
  body: unknown;
}

/** Stands for a body that is not JSON. Never equal to anything that PF360 can write. */
export const unreadable: unique symbol = Symbol("unreadable body");

/**
 * One request and its answer, whatever the status: the transport below the client. Reads may be sent more than once,
 * writes at most once.
 */
export interface Exchange {
  /**
   * @throws Pf360Error `down` when a read failed or a write was surely not carried out (nothing was sent);
   *   `unknown_outcome` when a write was sent and its fate is not known
   */
  send(request: ExchangeRequest, caller: Pf360Caller): Promise<ExchangeAnswer>;
}
