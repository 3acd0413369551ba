import { mappedAddress } from "../relay.ts";
import { addressOf } from "../topology.ts";
import type { Fault } from "./fault.ts";

/** From Wi-Fi to mobile: another address, another router, and the old one gone. */
export const newAddress: Fault = {
  name: "new-address",
  victim: "ana",
  needs: [],
  begin: ({ network }) => network.move("ana", "mobile"),
  end: ({ network }) => network.move("ana", "home"),
  bite: () => {
    const seen = mappedAddress("ana")?.split(":")[0];
    return { isFelt: seen === addressOf("mobile"), measured: `comes from ${seen}` };
  },
  trial: { kind: "detour", backWithinMs: 5_000, leavesTraces: false },
};
