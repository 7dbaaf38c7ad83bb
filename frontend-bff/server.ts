import { ConfigError } from "#layer/errors.ts";
import { wireBff } from "./entry.ts";
import { listen, listenerOf } from "./listen.ts";

/** The BFF as a process of its own, in a container: listens on `PORT`, and on SIGTERM lets running turns end. */
async function main(): Promise<void> {
  const { app, config, log, close } = await wireBff(process.env);
  const server = await listen(listenerOf(app), {
    port: config.PORT,
    hostname: config.ENVIRONMENT === "dev" ? "127.0.0.1" : "0.0.0.0",
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, async () => {
      await server.close();
      close();
      log("info", "server-end");
    });
  }
  log("info", "server-start");
}

try {
  await main();
} catch (error) {
  const isOurs = error instanceof ConfigError || (error instanceof Error && "code" in error);
  process.stderr.write(`${isOurs ? error.message : "The BFF cannot start."}\n`);
  process.exitCode = 1;
}
