import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The commit of a checkout, with `-dirty` when it has changes; undefined where there is no checkout or no git. */
export async function readGitCommit(checkout: URL): Promise<string | undefined> {
  const git = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)("git", args, { cwd: fileURLToPath(checkout) });
    return stdout.trim();
  };
  try {
    const [commit, changes] = await Promise.all([git("rev-parse", "HEAD"), git("status", "--porcelain")]);
    return changes === "" ? commit : `${commit}-dirty`;
  } catch {
    return undefined;
  }
}
