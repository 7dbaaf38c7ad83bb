import type { Server } from "node:http";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

/** The page from source through Vite's middleware, with hot reload on the same port; `/` is the page with the chooser. */
export async function vitePage(server: Server) {
  const vite = await createServer({
    configFile: fileURLToPath(new URL("../../frontend/vite.config.ts", import.meta.url)),
    mode: "local-page",
    appType: "mpa",
    logLevel: "warn",
    clearScreen: false,
    server: { middlewareMode: true, ws: { server } },
  });
  return {
    listener: (
      request: Parameters<typeof vite.middlewares>[0],
      response: Parameters<typeof vite.middlewares>[1],
    ) => {
      vite.middlewares(request, response, () => {
        response.statusCode = 404;
        response.end("Not found");
      });
    },
    close: () => vite.close(),
  };
}
