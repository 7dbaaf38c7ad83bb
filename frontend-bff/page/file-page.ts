import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { ConfigError } from "#layer/errors.ts";

const contentTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
};

/** A file of the page, in the shape that the app serves. */
export interface FilePageEntry {
  body: Uint8Array<ArrayBuffer>;
  contentType: string;
  isImmutable: boolean;
}

/**
 * Reads a built page into memory, once, so that no request ever reaches the file system. `/` is its `index.html`.
 * Source maps and files of unknown kinds are left out.
 * @throws ConfigError when the folder holds no `index.html`
 */
export async function readFilePage(directory: string): Promise<Map<string, FilePageEntry>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
    (cause: unknown) => {
      throw new ConfigError("the folder of the built page cannot be read; build the page first", { cause });
    },
  );
  const files = entries.filter((entry) => entry.isFile() && contentTypes[extname(entry.name)]);
  const page = new Map(
    await Promise.all(
      files.map(async (entry): Promise<[string, FilePageEntry]> => {
        const file = join(entry.parentPath, entry.name);
        const path = `/${relative(directory, file).split(sep).join("/")}`;
        return [
          path,
          {
            body: new Uint8Array(await readFile(file)),
            contentType: contentTypes[extname(entry.name)] ?? "application/octet-stream",
            isImmutable: path.startsWith("/assets/"),
          },
        ];
      }),
    ),
  );
  const index = page.get("/index.html");
  if (!index) throw new ConfigError("the folder of the built page holds no index.html; build the page first");
  return page.set("/", index);
}
