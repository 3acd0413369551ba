import type { InstanceId, ParticipantId, RoomId } from "@lectern/protocol/ids";
import { parseInstanceId } from "@lectern/protocol/ids";
import type { Participant, ServerMessage, Signal } from "@lectern/protocol/messages";
import { Emitter } from "./emitter.ts";
import { AccessRefused } from "./errors.ts";
import type { JoinOptions, Platform } from "./join-options.ts";
import { type MediaKind, Pair } from "./pair.ts";
import { Peers } from "./peers.ts";
import { SignalingSocket, type Ticket } from "./signaling-socket.ts";
import type { ChatLine, ConferenceEvents, ConferenceState, ConferenceStatus } from "./state.ts";

/** One's own part in a conference: what `joinConference` gives. */
export class Conference {
  readonly #roomId: RoomId;
  readonly #options: JoinOptions;
  readonly #platform: Platform;
  readonly #emitter = new Emitter<ConferenceEvents>();
  readonly #instance: InstanceId | null = parseInstanceId(crypto.randomUUID());
  readonly #peers: Peers;
  readonly #socket: SignalingSocket;
  readonly #onPageHide = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) this.leave();
  };
  #iceServers: readonly RTCIceServer[];
  #epoch: string | null = null;
  #hasExpired = false;
  #lastRef = 0;
  #state: ConferenceState;

  constructor(roomId: RoomId, options: JoinOptions) {
    this.#roomId = roomId;
    this.#options = options;
    this.#iceServers = options.iceServers ?? [];
    this.#platform = {
      WebSocket: globalThis.WebSocket,
      RTCPeerConnection: globalThis.RTCPeerConnection,
      random: Math.random,
      now: Date.now,
      ...options.platform,
    };
    this.#state = {
      status: { type: "connecting" },
      self: null,
      participants: [],
      chat: [],
      microphone: isOn(options.localStream.getAudioTracks()),
      camera: isOn(options.localStream.getVideoTracks()),
    };
    this.#peers = new Peers({
      makePair: (peer, isInitiator) => this.#makePair(peer, isInitiator),
      onJoined: (participant) => this.#emitter.emit("participant-joined", participant),
      onLeft: (participant, reason) =>
        this.#emitter.emit("participant-left", { participant, reason }),
      onChange: () => this.#change({ participants: this.#peers.list() }),
    });
    this.#socket = new SignalingSocket({
      ...this.#platform,
      fetchTicket: () => this.#fetchTicket(),
      handlers: {
        open: ({ token }) => this.#join(token),
        message: (message) => this.#receive(message),
        waiting: (attempt) => this.#await(attempt),
        stopped: (code, message) => this.#finish(stoppedStatus(code, message, this.#state.status)),
      },
    });
    globalThis.addEventListener?.("pagehide", this.#onPageHide);
  }

  /** All that is known at this moment. */
  get state(): ConferenceState {
    return this.#state;
  }

  /** @returns a function that takes the listener off again */
  on<Name extends keyof ConferenceEvents>(
    name: Name,
    listener: (detail: ConferenceEvents[Name]) => void,
  ): () => void {
    return this.#emitter.on(name, listener);
  }

  /** Says a line to everyone, 1 to 2000 characters. It is in `state.chat` at once, as pending. */
  sendChat(message: string): void {
    const { self } = this.#state;
    if (!self) return;
    this.#lastRef += 1;
    const ref = `${this.#instance}-${this.#lastRef}`;
    const isSent = this.#socket.send({ type: "chat", message, ref });
    const line: ChatLine = {
      id: ref,
      from: self.id,
      name: self.name,
      message,
      sentAt: this.#platform.now(),
      isOwn: true,
      delivery: isSent ? "pending" : "failed",
    };
    this.#change({ chat: [...this.#state.chat, line] });
  }

  /** Turns one's own sound or picture on or off and tells the others. */
  setEnabled(kind: MediaKind, isEnabled: boolean): void {
    for (const track of this.#options.localStream.getTracks()) {
      if (track.kind === kind) track.enabled = isEnabled;
    }
    this.#change(kind === "audio" ? { microphone: isEnabled } : { camera: isEnabled });
    for (const pair of this.#peers.pairs()) pair.sendMarks(this.#state);
  }

  /** Sends another track from now on, or none. */
  replaceTrack(kind: MediaKind, track: MediaStreamTrack | null): void {
    const { localStream } = this.#options;
    for (const old of localStream.getTracks()) {
      if (old.kind === kind && old !== track) localStream.removeTrack(old);
    }
    if (track) localStream.addTrack(track);
    for (const pair of this.#peers.pairs()) pair.replaceTrack(kind, track);
    this.setEnabled(kind, track?.enabled ?? false);
  }

  /** The W3C statistics of the call to one participant; `null` when there is no call. */
  async getStats(id: ParticipantId): Promise<RTCStatsReport | null> {
    return (await this.#peers.pairWith(id)?.getStats()) ?? null;
  }

  /** Ends the meeting for all; the server lets only a teacher do so. */
  endMeeting(): void {
    this.#socket.send({ type: "meeting-ended" });
  }

  /** Leaves and ends every call; may be called twice. */
  leave(): void {
    this.#socket.send({ type: "leave" });
    this.#finish({ type: "left" });
  }

  async #fetchTicket(): Promise<Ticket> {
    const { token, url } = this.#options;
    if (typeof token === "string") {
      if (this.#hasExpired) throw new AccessRefused("token-expired", "The token has expired");
      return { url, token };
    }
    const access = await token();
    if (typeof access === "string") return { url, token: access };
    this.#iceServers = access.iceServers ?? this.#iceServers;
    return { url: access.url ?? url, token: access.token };
  }

  #join(token: string): void {
    const instance = this.#instance;
    this.#socket.send({ type: "join", roomId: this.#roomId, token, ...(instance && { instance }) });
  }

  #makePair(peer: Participant, isInitiator: boolean): Pair {
    return new Pair({
      isInitiator,
      iceServers: this.#iceServers,
      localStream: this.#options.localStream,
      marks: this.#state,
      send: (signal: Signal) => this.#socket.send({ ...signal, to: peer.id }),
      onChange: () => this.#change({ participants: this.#peers.list() }),
      RTCPeerConnection: this.#platform.RTCPeerConnection,
    });
  }

  #receive(message: ServerMessage): void {
    switch (message.type) {
      case "joined":
        return this.#takeSeat(message);
      case "peer-joined":
        return this.#peers.join(message.peer);
      case "peer-left":
        return this.#peers.leave(message.peerId, message.reason);
      case "offer":
      case "answer":
      case "ice-candidate":
        return this.#peers.receive(message.from, message);
      case "chat":
        return this.#takeChat(message);
      case "meeting-ended":
        return this.#finish({ type: "ended", by: message.by });
      case "error":
        this.#hasExpired ||= message.code === "token-expired";
        return this.#emitter.emit("error", { code: message.code, message: message.message });
    }
  }

  #takeSeat(joined: Extract<ServerMessage, { readonly type: "joined" }>): void {
    const isOfNewEpoch = this.#epoch !== null && this.#epoch !== joined.epoch;
    this.#epoch = joined.epoch;
    this.#socket.settle();
    this.#change({ status: { type: "joined" }, self: joined.self });
    this.#peers.takeRoster({ ...joined, isOfNewEpoch });
  }

  #takeChat(message: Extract<ServerMessage, { readonly type: "chat" }>): void {
    const { id, from, name, sentAt, ref } = message;
    if (this.#state.chat.some((line) => line.id === id)) return;
    const isOwn = from === this.#state.self?.id;
    const line: ChatLine = {
      id,
      from,
      name,
      message: message.message,
      sentAt,
      isOwn,
      delivery: "sent",
    };
    const others = this.#state.chat.filter((known) => ref === undefined || known.id !== ref);
    this.#change({ chat: [...others, line] });
    this.#emitter.emit("chat", line);
  }

  #await(attempt: number): void {
    const { status, chat } = this.#state;
    const since = status.type === "reconnecting" ? status.since : this.#platform.now();
    const isFirst = status.type === "connecting";
    this.#change({
      status: isFirst ? status : { type: "reconnecting", since, attempt },
      chat: chat.map((line) =>
        line.delivery === "pending" ? { ...line, delivery: "failed" } : line,
      ),
    });
  }

  #finish(status: ConferenceStatus): void {
    if (isFinal(this.#state.status)) return;
    globalThis.removeEventListener?.("pagehide", this.#onPageHide);
    this.#socket.close();
    this.#peers.close();
    this.#change({ status, participants: [] });
  }

  #change(part: Partial<ConferenceState>): void {
    this.#state = { ...this.#state, ...part };
    this.#emitter.emit("change", this.#state);
  }
}

function stoppedStatus(code: string, message: string, now: ConferenceStatus): ConferenceStatus {
  if (code === "meeting-ended") return { type: "ended", by: now.type === "ended" ? now.by : null };
  return { type: "stopped", code, message };
}

function isFinal({ type }: ConferenceStatus): boolean {
  return type === "ended" || type === "left" || type === "stopped";
}

function isOn(tracks: readonly MediaStreamTrack[]): boolean {
  return tracks.some((track) => track.enabled);
}
