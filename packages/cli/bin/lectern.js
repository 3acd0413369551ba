#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node has to be able to read this much to say what is wrong.
import module from "node:module";
import { fileURLToPath } from "node:url";

const oldest = 24;
const found = Number(process.versions.node.split(".")[0]);

if (found >= oldest) {
  // Compiled once, and for the processes that are started from here too: half of a start and a third
  // of the memory go into reading TypeScript. A folder that cannot be written costs just that.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
    new URL("../../../node_modules/.cache/lectern", import.meta.url),
  );
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import("../src/main.ts");
} else {
  console.error(
    `Lectern runs on Node ${oldest} or later and this is Node ${process.versions.node}; ` +
      "`npm start` and `npx lectern` in its folder bring the right one.",
  );
  process.exitCode = 1;
}
