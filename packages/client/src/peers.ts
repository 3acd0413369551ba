import type { ParticipantId } from "@lectern/protocol/ids";
import type { LeaveReason, Participant, Signal } from "@lectern/protocol/messages";
import { makesFirstOffer } from "./initiator.ts";
import type { Pair } from "./pair.ts";
import type { RemoteParticipant } from "./state.ts";

/** How long a lost participant stays to be seen, so that one who is back at once never went. */
const lingerMs = 600;
/** How long the call to a lost participant is kept for their return. */
const parkMs = 30_000;
/** How long a restarted server is given for its rooms to come back, when it does not say. */
const defaultSettleMs = 15_000;

export interface PeersOptions {
  readonly makePair: (peer: Participant, isInitiator: boolean) => Pair;
  readonly onJoined: (participant: RemoteParticipant) => void;
  readonly onLeft: (participant: RemoteParticipant, reason: LeaveReason) => void;
  readonly onChange: () => void;
}

/** Whether somebody is on the server's roster, or is waited for. */
type Presence =
  | { readonly type: "seated" }
  | {
      readonly type: "away";
      readonly isShown: boolean;
      readonly timers: readonly ReturnType<typeof setTimeout>[];
    };

interface Peer {
  readonly participant: Participant;
  readonly pair: Pair;
  readonly presence: Presence;
}

export interface Roster {
  readonly self: Participant;
  readonly participants: readonly Participant[];
  /** Whether the server restarted since the last roster. */
  readonly isOfNewEpoch: boolean;
  readonly settleMs?: number;
}

/**
 * The others in the room and the calls to them.
 *
 * Signaling and media have separate fates: a call that is up outlives its
 * participant's socket and one's own. It is made anew when the participant comes
 * back with another page, or with a call that is not up.
 */
export class Peers {
  readonly #options: PeersOptions;
  readonly #peers = new Map<ParticipantId, Peer>();
  #self: Participant | null = null;

  constructor(options: PeersOptions) {
    this.#options = options;
  }

  /** Those to be shown, in the order they came. */
  list(): readonly RemoteParticipant[] {
    return [...this.#peers.values()]
      .filter(({ presence }) => presence.type === "seated" || presence.isShown)
      .map(view);
  }

  pairs(): readonly Pair[] {
    return [...this.#peers.values()].map(({ pair }) => pair);
  }

  pairWith(id: ParticipantId): Pair | null {
    return this.#peers.get(id)?.pair ?? null;
  }

  /** Takes the roster that came with one's own seat: all in it came before oneself. */
  takeRoster({ self, participants, isOfNewEpoch, settleMs = defaultSettleMs }: Roster): void {
    this.#self = self;
    const seated = new Set(participants.map(({ id }) => id));
    for (const [id, peer] of this.#peers) {
      if (seated.has(id)) continue;
      if (isOfNewEpoch && peer.pair.state === "connected") this.#waitFor(peer, settleMs, settleMs);
      else this.#drop(id, "connection-lost");
    }
    for (const participant of participants) this.#arrive(participant, true);
  }

  /** Somebody came after oneself. */
  join(participant: Participant): void {
    this.#arrive(participant, false);
  }

  leave(id: ParticipantId, reason: LeaveReason): void {
    const peer = this.#peers.get(id);
    if (!peer) return;
    if (reason === "connection-lost") this.#waitFor(peer, lingerMs, parkMs);
    else this.#drop(id, reason);
  }

  /** Takes what a participant sent; an offer of another page of theirs makes the pair anew. */
  receive(from: ParticipantId, signal: Signal): void {
    const peer = this.#peers.get(from);
    if (!peer) return;
    if (signal.type === "offer" && peer.pair.isOfAnother(signal.payload.sdp)) {
      this.#call(peer.participant, false);
    }
    this.#peers.get(from)?.pair.receive(signal);
  }

  /** Ends every call. */
  close(): void {
    for (const peer of this.#peers.values()) discard(peer);
    this.#peers.clear();
  }

  #arrive(participant: Participant, isLater: boolean): void {
    const known = this.#peers.get(participant.id);
    const isInitiator =
      this.#self !== null && makesFirstOffer(this.#self.role, participant.role, isLater);
    const isKept =
      known !== undefined &&
      isSamePage(known.participant, participant) &&
      (known.pair.state === "connected" || !isInitiator);
    if (isKept) this.#seat(participant, known);
    else this.#call(participant, isInitiator);
    const peer = this.#peers.get(participant.id);
    const wasShown = known && (known.presence.type === "seated" || known.presence.isShown);
    if (peer && !wasShown) this.#options.onJoined(view(peer));
    this.#options.onChange();
  }

  #seat(participant: Participant, { pair, presence }: Peer): void {
    stopTimers(presence);
    this.#peers.set(participant.id, { participant, pair, presence: { type: "seated" } });
  }

  #call(participant: Participant, isInitiator: boolean): void {
    const known = this.#peers.get(participant.id);
    if (known) discard(known);
    const pair = this.#options.makePair(participant, isInitiator);
    this.#peers.set(participant.id, { participant, pair, presence: { type: "seated" } });
  }

  #waitFor(peer: Peer, showMs: number, keepMs: number): void {
    const { participant, pair } = peer;
    stopTimers(peer.presence);
    const drop = setTimeout(() => this.#drop(participant.id, "connection-lost"), keepMs);
    const hide = setTimeout(() => this.#hide(participant.id), Math.min(showMs, keepMs));
    const presence = { type: "away", isShown: true, timers: [hide, drop] } as const;
    this.#peers.set(participant.id, { participant, pair, presence });
  }

  #hide(id: ParticipantId): void {
    const peer = this.#peers.get(id);
    if (peer?.presence.type !== "away" || !peer.presence.isShown) return;
    this.#peers.set(id, { ...peer, presence: { ...peer.presence, isShown: false } });
    this.#options.onLeft(view(peer), "connection-lost");
    this.#options.onChange();
  }

  #drop(id: ParticipantId, reason: LeaveReason): void {
    const peer = this.#peers.get(id);
    if (!peer) return;
    const { presence } = peer;
    discard(peer);
    this.#peers.delete(id);
    if (presence.type === "seated" || presence.isShown) this.#options.onLeft(view(peer), reason);
    this.#options.onChange();
  }
}

/** Without an instance nothing is known of the page, and the pair is made anew. */
function isSamePage(before: Participant, now: Participant): boolean {
  return before.instance !== undefined && before.instance === now.instance;
}

function view({ participant, pair }: Peer): RemoteParticipant {
  return {
    ...participant,
    stream: pair.stream.getTracks().length > 0 ? pair.stream : null,
    connection: pair.state,
    microphone: pair.remoteMarks?.microphone ?? null,
    camera: pair.remoteMarks?.camera ?? null,
  };
}

function discard({ pair, presence }: Peer): void {
  stopTimers(presence);
  pair.close();
}

function stopTimers(presence: Presence): void {
  if (presence.type === "away") for (const timer of presence.timers) clearTimeout(timer);
}
