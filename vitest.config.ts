import { defineConfig } from "vitest/config";

const setupFiles = ["tests/loopback-only.ts"];

/** One project a kind of test, in the order of what they cost; `npm test -- --project unit` runs one. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts", "tests/architecture.test.ts"],
          setupFiles,
        },
      },
      { test: { name: "contract", include: ["tests/contract/**/*.test.ts"], setupFiles } },
      {
        test: {
          name: "integration",
          include: ["tests/{integration,security,faults}/**/*.test.ts"],
          setupFiles,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          setupFiles,
          globalSetup: ["tests/e2e/build-page.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
