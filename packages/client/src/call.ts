import type { ParticipantId } from "@lectern/protocol/ids";
import type { Participant } from "@lectern/protocol/messages";
import { Mender } from "./mending/mender.ts";
import type { MendingEffect } from "./mending/mending.ts";
import type { Pair } from "./pair.ts";
import type { MendingProgress, PairState } from "./state.ts";

export interface PairCall {
  readonly isInitiator: boolean;
  readonly onChange: () => void;
  /** Both ends have the same descriptions now. */
  readonly onAgreed: () => void;
  /** The two cannot come to terms over this peer connection. */
  readonly onGivenUp: () => void;
  /** Nothing comes in any more, though something had. */
  readonly onStill: () => void;
  /** What is being done about it, if it is broken. */
  readonly mending: () => MendingProgress | null;
}

/** What it takes to mend a call. */
export interface MendingMeans {
  /** Whether something can be said to the participant. */
  readonly isReachable: () => boolean;
  readonly hasRelay: () => boolean;
  /** The ICE servers, fetched anew where their credentials run out. */
  readonly freshServers: () => Promise<readonly RTCIceServer[]>;
  /** Asks a participant to mend their pair with oneself. */
  readonly ask: (id: ParticipantId) => void;
  /** A call broke, fell still or is back: the network is not what it was. */
  readonly onStir: () => void;
  /** Whether the server, too, could not be heard a moment ago: it is one's own network. */
  readonly isNetworkInDoubt: () => boolean;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly random: () => number;
}

export interface CallOptions {
  readonly participant: Participant;
  readonly isInitiator: boolean;
  /** @returns `null` when the browser refuses */
  readonly makePair: (peer: Participant, call: PairCall) => Pair | null;
  readonly means: MendingMeans;
  readonly onChange: () => void;
}

/** The call to one participant: the pair that there is, and what keeps it up. */
export class Call {
  readonly #options: CallOptions;
  readonly #mender: Mender;
  #isInitiator: boolean;
  #pair: Pair | null = null;
  #state: PairState = "connecting";

  constructor(options: CallOptions) {
    this.#options = options;
    this.#isInitiator = options.isInitiator;
    this.#mender = new Mender({
      facts: () => this.#facts(),
      perform: (effect) => this.#perform(effect),
      onChange: options.onChange,
    });
    this.#makePair();
  }

  /** `null` when the browser makes none. */
  get pair(): Pair | null {
    return this.#pair;
  }

  get state(): PairState {
    return this.#pair?.state ?? "refused";
  }

  get mending(): MendingProgress | null {
    return this.#mender.progress;
  }

  /**
   * Whether an offer is of another peer connection than the one that was talked to
   * until now. Without a pair the browser could not call so far, and may now.
   */
  isOfAnother(offer: string): boolean {
    return this.#pair?.isOfAnother(offer) ?? true;
  }

  /** The other end has made its pair anew and offers it. */
  answerAnew(): void {
    this.#isInitiator = false;
    this.#makePair();
  }

  /** Goes on after one of the two has lost their socket and come back. */
  reseat(isInitiator: boolean): void {
    this.#isInitiator = isInitiator;
    this.#pair?.reseat(isInitiator);
    this.#mender.take({ type: "seated" });
  }

  /** Goes on after one's own socket was exchanged under the seat: what is still went with the old one. */
  resume(): void {
    this.#pair?.repeat();
    this.#mender.take({ type: this.#pair?.isStill ? "changed" : "seated" });
  }

  /** The network is another, or the page has slept. */
  changed(): void {
    this.#mender.take({ type: "changed" });
  }

  /** Somebody says that the call is broken; who makes the offers oneself need not ask for one. */
  asked(by: ParticipantId): void {
    const isOther = by === this.#options.participant.id;
    if (isOther && !this.#isInitiator) return;
    this.#mender.take({ type: isOther ? "asked" : "doubted" });
  }

  /** Ends the call; may be called twice. */
  close(): void {
    this.#mender.close();
    this.#pair?.close();
    this.#pair = null;
  }

  #makePair(): void {
    const { participant, makePair } = this.#options;
    this.#pair?.close();
    this.#pair = null;
    this.#state = "connecting";
    const isPresent = () => this.#pair !== null && this.#pair === pair;
    const pair = makePair(participant, {
      isInitiator: this.#isInitiator,
      onChange: () => isPresent() && this.#takeChange(),
      onAgreed: () => isPresent() && this.#mender.take({ type: "answered" }),
      onGivenUp: () => isPresent() && this.#mender.take({ type: "stuck" }),
      onStill: () => isPresent() && this.#takeStill(),
      mending: () => this.#mender.progress,
    });
    this.#pair = pair;
  }

  /** ICE knows better than one look, unless there is another sign. */
  #takeStill(): void {
    const { onStir, isNetworkInDoubt } = this.#options.means;
    if (isNetworkInDoubt()) this.changed();
    onStir();
  }

  #takeChange(): void {
    const before = this.#state;
    this.#state = this.state;
    if (before !== this.#state) this.#mender.take({ type: "connection" });
    this.#options.onChange();
    if (before !== this.#state && (isBroken(before) || isBroken(this.#state))) {
      this.#options.means.onStir();
    }
  }

  #facts() {
    const { participant, means } = this.#options;
    return {
      connection: this.state,
      isInitiator: this.#isInitiator,
      canRestart: this.#pair?.restartsAlike ?? true,
      hasRelay: means.hasRelay(),
      isReachable: means.isReachable(),
      canAsk: participant.instance !== undefined,
      now: means.now(),
      random: means.random(),
    };
  }

  #perform(effect: MendingEffect): void {
    const { participant, means } = this.#options;
    switch (effect.type) {
      case "restart":
        return void this.#refresh((pair, iceServers) =>
          pair.restart({ iceServers, iceTransportPolicy: effect.through }),
        );
      case "allow-all":
        return void this.#refresh((pair, iceServers) =>
          pair.configure({ iceServers, iceTransportPolicy: "all" }),
        );
      case "rebuild":
        return void this.#refresh(() => {
          this.#makePair();
          this.#options.onChange();
        });
      case "ask":
        return means.ask(participant.id);
    }
  }

  /** Restarts and new pairs need credentials that hold. */
  async #refresh(act: (pair: Pair, iceServers: RTCIceServer[]) => void): Promise<void> {
    const pair = this.#pair;
    const iceServers = await this.#options.means.freshServers();
    if (pair !== null && pair === this.#pair) act(pair, [...iceServers]);
  }
}

function isBroken(state: PairState): boolean {
  return state === "disconnected" || state === "failed";
}
