import type { GetBearer } from "./session-requests.ts";

/** What the page that embeds the chat hands to it, as `window.pf360`, before the chat's script runs. */
export interface HostPage {
  /** Names the retailer to `GET /api/config`. */
  publicKey: string;
  /** The signed-in customer's bearer, fresh at each call; rejects when nobody is signed in. */
  getToken: GetBearer;
}

/** The host's hand-over, or undefined when there is none or it is not whole. */
export function readHostPage(window: object): HostPage | undefined {
  const { pf360 } = window as { pf360?: Partial<HostPage> };
  if (typeof pf360?.publicKey !== "string" || typeof pf360.getToken !== "function") return undefined;
  return { publicKey: pf360.publicKey, getToken: pf360.getToken };
}
