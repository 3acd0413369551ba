import type { ParticipantId } from "@lectern/protocol/ids";
import type { LeaveReason, Participant, Signal } from "@lectern/protocol/messages";
import { Call, type MendingMeans, type PairCall } from "./call.ts";
import type { Pair } from "./pair.ts";
import { emptyRoster, nextWakeAt, shownSeats, step } from "./roster.ts";
import type { Roster, RosterEffect, RosterEvent } from "./roster-types.ts";
import type { RemoteParticipant } from "./state.ts";
import type { Receiver } from "./uplink/uplink.ts";

export interface PeersOptions {
  /** @returns `null` when the browser refuses */
  readonly makePair: (peer: Participant, call: PairCall) => Pair | null;
  readonly mending: Omit<MendingMeans, "isReachable">;
  /** Whether one's own seat is taken. */
  readonly isSeated: () => boolean;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly onChange: () => void;
  readonly onCame: (participant: RemoteParticipant) => void;
  readonly onWent: (participant: RemoteParticipant, reason: LeaveReason) => void;
}

/** The others in the room and the calls to them: does what the roster decides. */
export class Peers {
  readonly #options: PeersOptions;
  readonly #calls = new Map<ParticipantId, Call>();
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
    return [...this.#calls.values()].flatMap(({ pair }) => pair ?? []);
  }

  pairWith(id: ParticipantId): Pair | null {
    return this.#calls.get(id)?.pair ?? null;
  }

  /** Those to whom something can be sent. */
  receivers(): readonly Receiver[] {
    return [...this.#roster.seats.values()].flatMap(({ participant: { id, role } }) => {
      const pair = this.pairWith(id);
      if (pair?.state !== "connected") return [];
      const { figures, views, marks } = pair;
      return [{ id, role, camera: marks.camera, figures, views, outlets: pair.outlets() }];
    });
  }

  calls(): readonly Call[] {
    return [...this.#calls.values()];
  }

  callWith(id: ParticipantId): Call | null {
    return this.#calls.get(id) ?? null;
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
    const call = this.#calls.get(from);
    if (signal.type === "offer" && call?.isOfAnother(signal.payload.sdp)) {
      call.answerAnew();
      this.take({ type: "pair-changed", id: from, pair: call.state });
    }
    call?.pair?.receive(signal);
  }

  /** Ends every call; may be called twice. */
  close(): void {
    clearTimeout(this.#timer);
    this.#roster = emptyRoster;
    for (const id of [...this.#calls.keys()]) this.#hangUp(id);
  }

  /** @returns what to tell once the state is up to date */
  #perform(effect: RosterEffect): readonly (() => void)[] {
    const { onCame, onWent } = this.#options;
    switch (effect.type) {
      case "call": {
        const { id } = effect.participant;
        const { state } = this.#call(effect.participant, effect.isInitiator);
        const isRefused = state === "refused";
        return isRefused ? [() => this.take({ type: "pair-changed", id, pair: state })] : [];
      }
      case "keep":
        this.#calls.get(effect.id)?.reseat(effect.isInitiator);
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

  #call(participant: Participant, isInitiator: boolean): Call {
    const { id } = participant;
    const { makePair, mending, isSeated } = this.#options;
    this.#hangUp(id);
    const call = new Call({
      participant,
      isInitiator,
      makePair,
      means: { ...mending, isReachable: () => isSeated() && this.#isSeated(id) },
      onChange: () => {
        if (this.#calls.get(id) !== call) return;
        this.take({ type: "pair-changed", id, pair: call.state });
      },
    });
    this.#calls.set(id, call);
    return call;
  }

  #isSeated(id: ParticipantId): boolean {
    return this.#roster.seats.get(id)?.presence.type === "seated";
  }

  #hangUp(id: ParticipantId): void {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    call?.close();
  }

  #wakeInTime(): void {
    clearTimeout(this.#timer);
    const at = nextWakeAt(this.#roster);
    if (at === null) return;
    const { now } = this.#options;
    this.#timer = setTimeout(() => this.take({ type: "time", now: now() }), at - now());
  }

  #view(participant: Participant): RemoteParticipant {
    const call = this.#calls.get(participant.id);
    const pair = call?.pair;
    return {
      ...participant,
      stream: pair?.stream ?? null,
      screen: pair?.screen ?? null,
      allowsScreens: pair?.allowsScreens ?? null,
      connection: call?.state ?? this.#roster.seats.get(participant.id)?.pair ?? "refused",
      mending: call?.mending ?? null,
      microphone: pair?.marks.microphone ?? null,
      camera: pair?.marks.camera ?? null,
      link: pair?.link ?? null,
    };
  }
}
