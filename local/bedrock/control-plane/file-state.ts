import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ConfigError } from "#layer/errors.ts";
import { emptyState, type PlaneState } from "./state.ts";

const format = 1;
const fileShape = z.object({
  format: z.literal(format),
  state: z.object({
    agents: z.record(z.string(), z.looseObject({ agentId: z.string() })),
    clientTokens: z.record(z.string(), z.looseObject({})),
  }),
});

/** Keeps a control plane's state in a folder, as one JSON file that is replaced whole. */
export function createStateFile(dataDir: string) {
  const file = join(dataDir, "bedrock-control-plane.json");
  return {
    /** Empty when there is none yet. @throws ConfigError that names a file which is not ours */
    read(): PlaneState {
      if (!existsSync(file)) return emptyState();
      try {
        // Only this module writes it; the shape is checked as far as a foreign or cut file would differ.
        return fileShape.parse(JSON.parse(readFileSync(file, "utf8"))).state as unknown as PlaneState;
      } catch (cause) {
        throw new ConfigError(`${file} cannot be read; delete it to begin anew.`, { cause });
      }
    },
    write(state: PlaneState): void {
      mkdirSync(dataDir, { recursive: true });
      const next = `${file}.next`;
      writeFileSync(next, JSON.stringify({ format, state }), { mode: 0o600 });
      renameSync(next, file);
    },
  };
}
