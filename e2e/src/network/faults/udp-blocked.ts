import { reachesByTcp } from "../probes.ts";
import { mappedAddress, relayPort } from "../relay.ts";
import { addressOf } from "../topology.ts";
import type { Fault } from "./fault.ts";

/** A firewall on the way begins to let only TCP through. */
export const udpBlocked: Fault = {
  name: "udp-blocked",
  victim: "ana",
  needs: ["filter"],
  begin: ({ network }) => network.filter("ana", "ip protocol udp drop"),
  end: ({ network }) => network.unfilter("ana"),
  bite: () => ({
    isFelt: mappedAddress("ana") === null && reachesByTcp("ana", addressOf("turn"), relayPort),
    measured: "no answer by UDP, one by TCP",
  }),
  trial: { kind: "detour", backWithinMs: 15_000, leavesTraces: true },
};
