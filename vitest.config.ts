import { defineConfig } from "vitest/config";

/** The SDKs sign with these; nothing that tests reach checks a signature. */
const env = { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local", AWS_REGION: "us-east-1" };
const setupFiles = ["tests/loopback-only.ts", "tests/property-seed.ts"];
/** What hangs is to fail; what is slow on a busy machine is not, whatever the SDKs wait between their tries. */
const limits = { testTimeout: 60_000, hookTimeout: 60_000 };

/** One project a kind of test, in the order of what they cost; `npm test -- --project unit` runs one. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.ts", "tests/architecture.test.ts"],
          setupFiles,
          env,
          ...limits,
        },
      },
      { test: { name: "contract", include: ["tests/contract/**/*.test.ts"], setupFiles, env, ...limits } },
      {
        test: {
          name: "integration",
          include: ["tests/{integration,security,faults}/**/*.test.ts"],
          setupFiles,
          env,
          ...limits,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          setupFiles,
          env,
          globalSetup: ["tests/e2e/build-page.ts"],
          ...limits,
          fileParallelism: false,
        },
      },
    ],
  },
});
