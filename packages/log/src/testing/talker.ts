// A process that logs more than any pipe holds, then says on stdout that it went on; or a line or two, and stays or ends at once.
import { createLineLog } from "../line-log.ts";

const log = createLineLog<{ readonly room: string }>({
  process: "talker",
  level: "info",
  fields: { room: true },
});
if (process.argv[2] === "stay") {
  log("info", "stays");
  // For longer than anybody looks.
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  process.exit();
}
if (process.argv[2] === "exit") {
  log("info", "begins");
  log("info", "ends");
  process.exit();
}
for (let line = 0; line < 20_000; line += 1) log("info", "talks", { room: "x".repeat(256) });
process.stdout.write("went on\n");
