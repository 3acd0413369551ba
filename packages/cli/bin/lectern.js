#!/usr/bin/env node
// Plain JavaScript on purpose: an older Node has to be able to read this much to say what is wrong.
const oldest = 24;
const found = Number(process.versions.node.split(".")[0]);

if (found >= oldest) {
  await import("../src/main.ts");
} else {
  console.error(
    `Lectern runs on Node ${oldest} or later and this is Node ${process.versions.node}; ` +
      "`npm start` and `npx lectern` in its folder bring the right one.",
  );
  process.exitCode = 1;
}
