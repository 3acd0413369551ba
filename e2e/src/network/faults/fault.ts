import type { Network } from "../network.ts";
import type { Offer } from "../offers.ts";
import type { Relay } from "../relay.ts";
import type { Host } from "../topology.ts";

/** What a fault can break. */
export interface Stage {
  readonly network: Network;
  readonly relay: Relay;
}

/** One way in which the network under somebody goes bad, by name. */
export interface Fault {
  readonly name: string;
  /** Whose calls it hits; those of the others among themselves are to notice nothing. */
  readonly victim: Host;
  /** What the machine has to offer for it. */
  readonly needs: readonly Offer[];
  readonly begin: (stage: Stage) => void | Promise<void>;
  readonly end: (stage: Stage) => void | Promise<void>;
  /** Looks, between the two, whether the network is as bad as the name says. */
  readonly bite: (stage: Stage) => Bite | Promise<Bite>;
  readonly trial: Trial;
}

export interface Bite {
  readonly isFelt: boolean;
  /** In words, with what was measured. */
  readonly measured: string;
}

/** What the victim's calls have to stand. */
export type Trial =
  /** Sound has to be back so long after the end of it. */
  | { readonly kind: "outage"; readonly lastsMs: number; readonly backWithinMs: number }
  /** Sound has to be back so long after its beginning, by another way, while it lasts. */
  | {
      readonly kind: "detour";
      readonly backWithinMs: number;
      /** Whether a page has to be opened anew before its calls take the usual way again. */
      readonly leavesTraces: boolean;
    }
  /** Sound has to go on while it lasts. */
  | {
      readonly kind: "strain";
      readonly lastsMs: number;
      readonly maxSilenceMs: number;
      /** Of the sound, from 0 to 1. */
      readonly maxConcealedShare?: number;
      readonly minTeacherFramesPerSecond?: number;
    };
