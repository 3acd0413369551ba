import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "packages/*/src/**/*.test.{ts,tsx}",
            "campaigns/src/**/*.test.ts",
            "bench/src/**/*.test.ts",
            "tools/**/*.test.ts",
          ],
          testTimeout: 20_000,
          // Many of them wait more than they work: a second one fits beside them, on two cores too.
          maxWorkers: 2,
          // As many as there are attacks, which only wait for their end.
          maxConcurrency: 8,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["e2e/src/**/*.test.ts", "bench/e2e/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Two cores hold one mesh of four pages at a time.
          fileParallelism: false,
        },
      },
    ],
  },
});
