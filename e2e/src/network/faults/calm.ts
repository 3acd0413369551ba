import { reaches } from "../probes.ts";
import { addressOf } from "../topology.ts";
import type { Fault } from "./fault.ts";

/** Nothing is broken: what the machine itself does to the calls, beside which the faults are to be read. */
export const calm: Fault = {
  name: "calm",
  victim: "ana",
  needs: [],
  begin: () => {},
  end: () => {},
  bite: () => ({
    isFelt: reaches("ana", addressOf("server")),
    measured: "an echo from the server",
  }),
  trial: { kind: "strain", lastsMs: 20_000, maxSilenceMs: 3_000 },
};
