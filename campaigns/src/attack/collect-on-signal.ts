// Preloaded into a server whose memory is measured: when it is asked to it gives back what it can, and says what it holds
// then. What comes a moment later is somebody's next message, and held for nobody.
import { renameSync, writeFileSync } from "node:fs";
import { liveMemoryFile } from "./live-memory-file.ts";

process.on("SIGUSR2", () => {
  globalThis.gc?.({ type: "major", execution: "sync" });
  const { heapUsed, external } = process.memoryUsage();
  const file = liveMemoryFile(process.pid);
  writeFileSync(`${file}.new`, String(heapUsed + external));
  renameSync(`${file}.new`, file);
});
