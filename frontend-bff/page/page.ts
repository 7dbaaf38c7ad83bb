import { pageSecurityPolicy } from "../middleware/answer-headers.ts";

/** A built page: its files by the path they are asked for, `/` among them. */
export type Page = ReadonlyMap<string, PageFile>;

export interface PageFile {
  body: Uint8Array<ArrayBuffer>;
  contentType: string;
  /** Its name holds its content's hash, so it never changes. */
  isImmutable: boolean;
}

/** The answer to a request for one of the page's files, with the page's own security policy. */
export function answerOfFile({ body, contentType, isImmutable }: PageFile): Response {
  return new Response(body, {
    headers: {
      "content-type": contentType,
      "content-security-policy": pageSecurityPolicy,
      "cache-control": isImmutable ? "public, max-age=31536000, immutable" : "no-cache",
    },
  });
}
