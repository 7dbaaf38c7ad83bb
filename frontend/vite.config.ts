import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = import.meta.dirname;

/**
 * Two pages from one source. Mode `production` is the page that is deployed (`index.html`, to `dist/page`). Mode `local-page`
 * adds the chooser of sample customers (`src/local/index.html`, to `dist/local`); it is a root of its own, so that
 * nothing of it can get into the other build.
 */
export default defineConfig(({ mode }) => {
  const isLocal = mode === "local-page";
  return {
    root: isLocal ? `${here}/src/local` : here,
    publicDir: `${here}/public`,
    plugins: [react()],
    server: { fs: { allow: [`${here}/..`] } },
    cacheDir: `${here}/../node_modules/.vite`,
    build: {
      outDir: `${here}/dist/${isLocal ? "local" : "page"}`,
      emptyOutDir: true,
      // One script of 160 kB (gzip): React, useChat with zod, react-markdown.
      chunkSizeWarningLimit: 600,
      // Streams, dvh and :has are there from this Safari on.
      target: ["safari16.4", "chrome111", "firefox114"],
    },
  };
});
