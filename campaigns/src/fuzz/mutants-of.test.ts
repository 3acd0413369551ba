import { expect, test } from "vitest";
import { mutantsOf } from "./mutants-of.ts";

test("mutantsOf() breaks one thing at a time, and leaves out each check", () => {
  const source = "// a === b\nconst c = a === b && !d;\nif (!c) return 1;";
  expect(mutantsOf(source).map(({ line, became }) => [line, became])).toEqual([
    [2, "const c = a !== b && !d;"],
    [2, "const c = a === b || !d;"],
    [2, "const c = a === b && d;"],
    [3, "if (c) return 1;"],
    [3, ""],
  ]);
  expect(mutantsOf(source)[3]?.source).toBe(
    "// a === b\nconst c = a === b && !d;\nif (c) return 1;",
  );
});
