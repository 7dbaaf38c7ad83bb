import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApp } from "#frontend-bff/app.ts";
import { readFilePage } from "#frontend-bff/page/file-page.ts";
import { ConfigError } from "#layer/errors.ts";
import { testBff } from "#tests/builders/bff.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pf360-page-"));
  await mkdir(join(folder, "built", "assets"), { recursive: true });
  await writeFile(join(folder, "secret.html"), "secret");
  await writeFile(join(folder, "built", "index.html"), "<!doctype html><title>Chat</title>");
  await writeFile(join(folder, "built", "assets", "main-1a2b.js"), "export {};");
  await writeFile(join(folder, "built", "assets", "main-1a2b.js.map"), "{}");
});

afterAll(() => rm(folder, { recursive: true }));

describe("the built page beside the API", () => {
  const appWithPage = async () =>
    createApp(testBff().dependencies, await readFilePage(join(folder, "built")));

  it("is served at / with a policy that runs its own scripts alone", async () => {
    const response = await (await appWithPage()).request("/");

    expect(await response.text()).toContain("<title>Chat</title>");
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(response.headers.get("cache-control")).toBe("no-cache");
  });

  it("has its hashed files kept for good, and no source maps", async () => {
    const app = await appWithPage();

    const script = await app.request("/assets/main-1a2b.js");

    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(script.headers.get("cache-control")).toContain("immutable");
    expect((await app.request("/assets/main-1a2b.js.map")).status).toBe(404);
  });

  it.each([
    "/../secret.html",
    "/..%2fsecret.html",
    "/%2e%2e/secret.html",
    "/assets/../../secret.html",
    "//secret.html",
  ])("gives nothing from outside its folder at %s", async (path) => {
    const response = await (await appWithPage()).request(`http://localhost${path}`);

    expect(response.status).toBe(404);
  });

  it("stops the start when it has not been built", async () => {
    await expect(readFilePage(join(folder, "nothing"))).rejects.toThrow(ConfigError);
    await expect(readFilePage(join(folder, "built", "assets"))).rejects.toThrow(ConfigError);
  });
});
