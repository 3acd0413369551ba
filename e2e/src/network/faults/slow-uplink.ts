import { uplinkOf } from "../probes.ts";
import type { Fault, Trial } from "./fault.ts";
import { lossRule } from "./loss.ts";

const hold = { kind: "strain", lastsMs: 30_000, maxSilenceMs: 1_500 } as const;

/** What somebody can send is little: 256 kbit/s. */
export const uplinkOf256k = slowUplink("uplink-256kbit", 256_000, 0, hold);

/** The uplink of many a home, on a bad day. */
export const uplinkOf1M = slowUplink("uplink-1mbit-loss-2%", 1_000_000, 2, {
  ...hold,
  maxConcealedShare: 0.03,
  minTeacherFramesPerSecond: 15,
});

function slowUplink(name: string, bitsPerSecond: number, percent: number, trial: Trial): Fault {
  return {
    name,
    victim: "ana",
    needs: percent === 0 ? ["shaping"] : ["shaping", "filter"],
    begin: ({ network }) => {
      network.limitUplink("ana", `${bitsPerSecond}bit`);
      if (percent > 0) network.filter("ana", lossRule(percent));
    },
    end: ({ network }) => {
      network.unlimitUplink("ana");
      if (percent > 0) network.unfilter("ana");
    },
    bite: ({ network }) => {
      const measured = uplinkOf("ana", network.networkOf("ana"));
      return {
        isFelt: measured > bitsPerSecond * 0.8 && measured < bitsPerSecond * 1.2,
        measured: `${Math.round(measured / 1_000)} kbit/s go out`,
      };
    },
    trial,
  };
}
