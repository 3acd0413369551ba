import { lossFrom } from "../probes.ts";
import type { Fault } from "./fault.ts";

/** So many of a hundred packets are lost, each way. */
export function loss(percent: number): Fault {
  return {
    name: `loss-${percent}%`,
    victim: "ana",
    needs: ["filter"],
    begin: ({ network }) => network.filter("ana", lossRule(percent)),
    end: ({ network }) => network.unfilter("ana"),
    bite: () => {
      const measured = lossFrom("ana") * 100;
      return {
        // Six standard deviations of 1500 draws, at the smallest share.
        isFelt: measured > percent * 0.3 && measured < percent * 1.7,
        measured: `${measured.toFixed(1)} % of the packets are lost`,
      };
    },
    trial: { kind: "strain", lastsMs: 20_000, maxSilenceMs: 1_500 },
  };
}

export function lossRule(percent: number): string {
  return `numgen random mod 100 < ${percent} drop`;
}
