declare module "dynalite" {
  import type { Server } from "node:http";

  interface Options {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }
  /** dynalite 4 is CommonJS without types; this is what we use of it. */
  const dynalite: (options?: Options) => Server;
  export default dynalite;
}
