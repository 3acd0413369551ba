// A process that logs more than any pipe holds, then says on stdout that it went on; or a line or two, and stays until its
// stdin ends, or ends at once.
import { once } from "node:events";
import { createLineLog } from "../line-log.ts";

const log = createLineLog<{ readonly room: string }>({
  process: "talker",
  level: "info",
  fields: { room: true },
});
if (process.argv[2] === "stay") {
  log("info", "stays");
  await once(process.stdin.resume(), "end");
  process.exit();
}
if (process.argv[2] === "exit") {
  log("info", "begins");
  log("info", "ends");
  process.exit();
}
for (let line = 0; line < 20_000; line += 1) log("info", "talks", { room: "x".repeat(256) });
process.stdout.write("went on\n");
