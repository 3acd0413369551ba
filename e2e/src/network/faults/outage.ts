import { reaches } from "../probes.ts";
import { addressOf } from "../topology.ts";
import type { Fault } from "./fault.ts";

/** The cable is pulled, and put in again. */
export function outage(seconds: number, backWithinMs: number): Fault {
  return {
    name: `outage-${seconds}s`,
    victim: "ana",
    needs: [],
    begin: ({ network }) => network.cut("ana"),
    end: ({ network }) => network.restore("ana"),
    bite: () => ({
      isFelt: !reaches("ana", addressOf("server")),
      measured: "no echo from the server",
    }),
    trial: { kind: "outage", lastsMs: seconds * 1_000, backWithinMs },
  };
}

/** Nothing gets through, and the browser is told nothing of it: a tunnel that the Wi-Fi is taken into. */
export function tunnel(seconds: number, backWithinMs: number): Fault {
  return {
    ...outage(seconds, backWithinMs),
    name: `tunnel-${seconds}s`,
    needs: ["filter"],
    begin: ({ network }) => network.filter("ana", "drop"),
    end: ({ network }) => network.unfilter("ana"),
  };
}
