import type { ProcessTree } from "./process-tree.ts";

/** What passed between two moments. */
export interface Span {
  readonly seconds: number;
  /** Time on a processor that the server took, in seconds. */
  readonly serverCpuSeconds: number;
  /** How much of a core the generator took: near 1 it is what limits the figure. */
  readonly generatorBusy: number;
  readonly serverBusy: number;
}

/** Starts to measure; the result ends it. */
export function startMeter(server: ProcessTree): () => Span {
  const startMs = performance.now();
  const startServer = server.cpuSeconds();
  const startOwn = process.cpuUsage();
  return () => {
    const seconds = (performance.now() - startMs) / 1000;
    const serverCpuSeconds = server.cpuSeconds() - startServer;
    const { user, system } = process.cpuUsage(startOwn);
    return {
      seconds,
      serverCpuSeconds,
      generatorBusy: (user + system) / 1e6 / seconds,
      serverBusy: serverCpuSeconds / seconds,
    };
  };
}
