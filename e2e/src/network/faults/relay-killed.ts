import { mappedAddress } from "../relay.ts";
import type { Fault } from "./fault.ts";

/** The relay dies, with all that went through it, and is started again. Of the four, Ben depends on it. */
export const relayKilled: Fault = {
  name: "relay-killed",
  victim: "ben",
  needs: [],
  begin: ({ relay }) => relay.kill(),
  end: ({ relay }) => relay.start(),
  bite: () => ({ isFelt: mappedAddress("desk") === null, measured: "no answer from the relay" }),
  trial: { kind: "outage", lastsMs: 5_000, backWithinMs: 15_000 },
};
