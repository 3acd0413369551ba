import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findFaults } from "./check-arrows.ts";

test("findFaults() passes the tree as it is", () => {
  expect(findFaults(join(import.meta.dirname, ".."))).toEqual([]);
});

test.each([
  ["a forbidden arrow", { "packages/protocol/src/a.ts": 'import { x } from "@lectern/client";' }],
  [
    "a forbidden type import",
    { "packages/room/src/a.ts": 'import type { X } from "@lectern/app/config";' },
  ],
  ["a dynamic import", { "packages/cli/src/a.ts": 'await import("@lectern/app/main");' }],
  ["Node in a pure package", { "packages/protocol/src/a.ts": 'import { x } from "node:fs";' }],
  ["Node in the browser library", { "packages/client/src/a.ts": 'import "node:fs";' }],
  [
    "a path into another package",
    { "packages/app/src/a.ts": 'import { x } from "../../cli/src/b.ts";' },
  ],
  [
    "a forbidden arrow of a test",
    { "packages/client/src/a.test.ts": 'import { x } from "@lectern/signaling/server";' },
  ],
  [
    "an arrow of tests in a file that is no test",
    { "packages/app/src/a.ts": 'import { freePort } from "@lectern/testing/free-ports";' },
  ],
  [
    "a path into another package of a test's helper",
    { "e2e/src/testing/a.ts": 'import { x } from "../../../packages/app/src/b.ts";' },
  ],
  [
    "a library in two files of a package",
    {
      "packages/signaling/src/a.ts": 'import { WebSocket } from "ws";',
      "packages/signaling/src/b.ts": 'import { WebSocketServer } from "ws";',
    },
  ],
  [
    "a cycle of three files, one arrow a type import",
    {
      "packages/app/src/a.ts": 'import { b } from "./b.ts";',
      "packages/app/src/b.ts": 'import {\n  c,\n} from "./c.ts";',
      "packages/app/src/c.ts": 'import type { A } from "./a.ts";',
    },
  ],
])("findFaults() names %s", (_, files) => {
  expect(findFaults(treeOf(files))).toHaveLength(1);
});

test.each(["packages/app/src/a.test.ts", "packages/signaling/src/testing/a.ts", "e2e/src/a.ts"])(
  "findFaults() lets %s import what is for tests alone",
  (file) => {
    const text = 'import { freePort } from "@lectern/testing/free-ports";';
    expect(findFaults(treeOf({ [file]: text }))).toEqual([]);
  },
);

function treeOf(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "lectern-arrows-"));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return root;
}
