import { listenerOf } from "#frontend-bff/listen.ts";
import { readFilePage } from "#frontend-bff/page/file-page.ts";
import { answerOfFile } from "#frontend-bff/page/page.ts";

/** A built page from a folder, with production's headers, for browser tests. @throws ConfigError without an index.html */
export async function builtPage(folder: string) {
  const files = await readFilePage(folder);
  const listener = listenerOf({
    fetch(request) {
      const file = files.get(new URL(request.url).pathname);
      return file ? answerOfFile(file) : new Response("Not found", { status: 404 });
    },
  });
  return { listener, close: async () => {} };
}
