import type { ParticipantId } from "@lectern/protocol/ids";
import type { LeaveReason, Participant, Signal } from "@lectern/protocol/messages";
import type { Pair } from "./pair.ts";
import { emptyRoster, nextWakeAt, shownSeats, step } from "./roster.ts";
import type { Roster, RosterEffect, RosterEvent } from "./roster-types.ts";
import type { PairState, RemoteParticipant } from "./state.ts";

export interface PairCall {
  readonly isInitiator: boolean;
  readonly onChange: () => void;
}

export interface PeersOptions {
  /** @returns `null` when the browser refuses */
  readonly makePair: (peer: Participant, call: PairCall) => Pair | null;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly onChange: () => void;
  readonly onCame: (participant: RemoteParticipant) => void;
  readonly onWent: (participant: RemoteParticipant, reason: LeaveReason) => void;
}

/** The others in the room and the calls to them: does what the roster decides. */
export class Peers {
  readonly #options: PeersOptions;
  readonly #pairs = new Map<ParticipantId, Pair>();
  #roster: Roster = emptyRoster;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PeersOptions) {
    this.#options = options;
  }

  /** Those to be shown, in the order in which they were first seen. */
  list(): readonly RemoteParticipant[] {
    return shownSeats(this.#roster).map(({ participant }) => this.#view(participant));
  }

  pairs(): readonly Pair[] {
    return [...this.#pairs.values()];
  }

  pairWith(id: ParticipantId): Pair | null {
    return this.#pairs.get(id) ?? null;
  }

  /** Takes what changed, does what follows from it, and then tells of it. */
  take(event: RosterEvent): void {
    const { roster, effects } = step(this.#roster, event);
    this.#roster = roster;
    const news = effects.flatMap((effect) => this.#perform(effect));
    this.#wakeInTime();
    this.#options.onChange();
    for (const tell of news) tell();
  }

  /** Takes what a participant sent; an offer of another peer connection of theirs makes the pair anew. */
  receive(from: ParticipantId, signal: Signal): void {
    const participant = this.#roster.seats.get(from)?.participant;
    if (!participant) return;
    if (signal.type === "offer" && this.#isOfAnother(from, signal.payload.sdp)) {
      this.take({ type: "pair-changed", id: from, pair: this.#call(participant, false) });
    }
    this.#pairs.get(from)?.receive(signal);
  }

  /** Ends every call; may be called twice. */
  close(): void {
    clearTimeout(this.#timer);
    this.#roster = emptyRoster;
    for (const id of [...this.#pairs.keys()]) this.#hangUp(id);
  }

  /** @returns what to tell once the state is up to date */
  #perform(effect: RosterEffect): readonly (() => void)[] {
    const { onCame, onWent } = this.#options;
    switch (effect.type) {
      case "call": {
        const { id } = effect.participant;
        const pair = this.#call(effect.participant, effect.isInitiator);
        return pair === "refused" ? [() => this.take({ type: "pair-changed", id, pair })] : [];
      }
      case "keep":
        this.#pairs.get(effect.id)?.reseat(effect.isInitiator);
        return [];
      case "hang-up":
        this.#hangUp(effect.id);
        return [];
      case "came": {
        const came = this.#roster.seats.get(effect.id)?.participant;
        return came ? [() => onCame(this.#view(came))] : [];
      }
      case "went": {
        const gone = this.#view(effect.participant);
        return [() => onWent(gone, effect.reason)];
      }
    }
  }

  /** A participant without a pair is one whom the browser could not call so far. */
  #isOfAnother(id: ParticipantId, offer: string): boolean {
    return this.#pairs.get(id)?.isOfAnother(offer) ?? true;
  }

  #call(participant: Participant, isInitiator: boolean): PairState {
    const { id } = participant;
    this.#hangUp(id);
    const onChange = () => {
      const made = this.#pairs.get(id);
      if (made && made === pair) this.take({ type: "pair-changed", id, pair: made.state });
    };
    const pair = this.#options.makePair(participant, { isInitiator, onChange });
    if (!pair) return "refused";
    this.#pairs.set(id, pair);
    return pair.state;
  }

  #hangUp(id: ParticipantId): void {
    const pair = this.#pairs.get(id);
    this.#pairs.delete(id);
    pair?.close();
  }

  #wakeInTime(): void {
    clearTimeout(this.#timer);
    const at = nextWakeAt(this.#roster);
    if (at === null) return;
    const { now } = this.#options;
    this.#timer = setTimeout(() => this.take({ type: "time", now: now() }), at - now());
  }

  #view(participant: Participant): RemoteParticipant {
    const pair = this.#pairs.get(participant.id);
    return {
      ...participant,
      stream: pair?.stream ?? null,
      screen: pair?.screen ?? null,
      connection: pair?.state ?? this.#roster.seats.get(participant.id)?.pair ?? "refused",
      microphone: pair?.marks.microphone ?? null,
      camera: pair?.marks.camera ?? null,
    };
  }
}
