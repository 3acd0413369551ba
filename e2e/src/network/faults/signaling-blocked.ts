import { signalingPort } from "../lesson.ts";
import { reaches, reachesByTcp, whileListening } from "../probes.ts";
import { addressOf } from "../topology.ts";
import type { Fault } from "./fault.ts";

/** The way to the signaling server is closed, and to nothing else: the calls do not depend on it. */
export const signalingBlocked: Fault = {
  name: "signaling-blocked",
  victim: "ana",
  needs: ["filter"],
  begin: ({ network }) =>
    network.filter("ana", `tcp dport ${signalingPort} drop; tcp sport ${signalingPort} drop`),
  end: ({ network }) => network.unfilter("ana"),
  bite: async () => {
    const isOpen = await whileListening(signalingPort, () =>
      reachesByTcp("ana", addressOf("desk"), signalingPort),
    );
    return {
      isFelt: !isOpen && reaches("ana", addressOf("desk")),
      measured: `an echo, and nothing from port ${signalingPort}`,
    };
  },
  trial: { kind: "strain", lastsMs: 20_000, maxSilenceMs: 1_500 },
};
