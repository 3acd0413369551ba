import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import type { Participant } from "@lectern/protocol/messages";
import type { PairCall } from "./call.ts";
import { Chat } from "./chat.ts";
import { Emitter } from "./emitter.ts";
import { FreshServers } from "./fresh-servers.ts";
import { hasRelay } from "./has-relay.ts";
import { newInstanceId } from "./instance-id.ts";
import type { JoinOptions } from "./join-options.ts";
import { ClassLinks } from "./link/class-links.ts";
import type { MediaKind } from "./local-tracks.ts";
import { OwnMedia } from "./own-media.ts";
import { OwnSeat, type RoomMessage } from "./own-seat.ts";
import { PageWatch } from "./page-watch.ts";
import { Pair } from "./pair.ts";
import { Peers } from "./peers.ts";
import { browserPlatform, type Platform } from "./platform.ts";
import {
  type ConferenceEvents,
  type ConferenceState,
  type ConferenceStatus,
  isFinal,
} from "./state.ts";
import { TicketOffice } from "./ticket-office.ts";
import { Shown } from "./uplink/shown.ts";
import type { Size } from "./uplink/size.ts";
import { Uplink } from "./uplink/uplink.ts";
import type { Views } from "./uplink/views.ts";

/** Calls are measured one after the other, each once a second: so long a break of one's own network goes on showing. */
const doubtMs = 3_000;

/** One's own part in a conference: what `joinConference` gives. */
export class Conference {
  readonly #platform: Platform;
  readonly #emitter = new Emitter<ConferenceEvents>();
  readonly #tickets: TicketOffice;
  readonly #servers: FreshServers;
  readonly #media: OwnMedia;
  readonly #chat: Chat;
  readonly #peers: Peers;
  readonly #seat: OwnSeat;
  readonly #pageWatch: PageWatch;
  readonly #links: ClassLinks;
  readonly #uplink: Uplink;
  readonly #shown = new Shown();
  #epoch: string | null = null;
  #screen: MediaStream | null = null;
  /** The end was asked for while the socket was away. */
  #hasToEnd = false;
  /** When the server did not answer last, in ms since the epoch. */
  #silentAt = Number.NEGATIVE_INFINITY;
  #state: ConferenceState;

  constructor(roomId: RoomId, options: JoinOptions) {
    this.#platform = { ...browserPlatform(), ...options.platform };
    this.#tickets = new TicketOffice(options);
    this.#media = new OwnMedia(options.localStream, () => this.#tellOwnMedia());
    this.#state = {
      status: { type: "connecting", attempt: 1 },
      self: null,
      participants: [],
      chat: [],
      reports: [],
      saver: false,
      isOverloaded: false,
      allowsScreens: null,
      ...this.#media.marks,
    };
    const { now } = this.#platform;
    const instance = newInstanceId();
    this.#servers = new FreshServers({
      tickets: this.#tickets,
      now,
      onRenewed: (iceServers) => {
        for (const pair of this.#peers.pairs()) pair.configure({ iceServers: [...iceServers] });
      },
    });
    this.#chat = new Chat({
      prefix: instance,
      now,
      send: (message) => this.#seat.send(message),
      onChange: (chat) => this.#change({ chat }),
    });
    this.#peers = new Peers({
      makePair: (peer, call) => this.#makePair(peer, call),
      mending: {
        hasRelay: () => hasRelay(this.#tickets.iceServers),
        freshServers: () => this.#servers.get(),
        ask: (to) => this.#askToMend(to),
        onStir: () => this.#seat.check(),
        isNetworkInDoubt: () => now() - this.#silentAt < doubtMs,
        now,
        random: this.#platform.random,
      },
      isSeated: () => this.#seat.isTaken,
      now,
      onChange: () => this.#change({ participants: this.#peers.list() }),
      onCame: (participant) => this.#emitter.emit("participant-joined", participant),
      onWent: (participant, reason) =>
        this.#emitter.emit("participant-left", { participant, reason }),
    });
    this.#seat = new OwnSeat({
      roomId,
      instance,
      accepts: options.reports ? ["mend", "report"] : ["mend"],
      platform: this.#platform,
      fetchTicket: () => this.#tickets.fetch(),
      handlers: {
        message: (message) => this.#receive(message),
        resumed: () => this.#takeUp(),
        waiting: (failures) => this.#comeBack(failures),
        unanswered: () => {
          this.#silentAt = this.#platform.now();
        },
        stopped: (code, message) => this.#finish(outOf(code, message)),
      },
    });
    this.#pageWatch = new PageWatch({
      platform: this.#platform,
      onChanged: () => {
        this.#seat.check();
        this.#doubtCalls();
      },
      onBack: () => {
        this.#seat.renew();
        this.#doubtCalls();
      },
      onSeen: () => this.#seat.check(),
      // Nothing says that one leaves: a page that is loaded anew is back in a moment.
      onGone: () => this.#seat.close(),
    });
    this.#links = new ClassLinks({
      peers: this.#peers,
      send: (message) => this.#seat.send(message),
      now,
      self: () => this.#state.self?.id ?? null,
      isUplinkShort: () => this.#uplink.isShort,
      onChange: () =>
        this.#change({ participants: this.#peers.list(), reports: this.#links.reports }),
      onMeasured: () => this.#divideUplink(),
    });
    this.#uplink = new Uplink({
      receivers: () => this.#peers.receivers(),
      self: () => this.#state.self && { role: this.#state.self.role, ...this.#media.marks },
      now,
    });
    this.#seat.open();
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

  /**
   * Says a line to everyone. It is in `state.chat` at once, as pending.
   *
   * @param message 1 to 2000 characters
   * @returns the `ref` by which the line is known; `null` before one is in the room
   * @throws {RangeError} if the message is empty or too long
   */
  sendChat(message: string): string | null {
    const { self } = this.#state;
    return self && this.#chat.say(message, self);
  }

  /** Turns one's own sound or picture on or off and tells the others. */
  setEnabled(kind: MediaKind, isEnabled: boolean): void {
    this.#media.setEnabled(kind, isEnabled);
  }

  /**
   * Sends another track from now on, or none, and exchanges it in the local
   * stream. In place of a track that was switched off it is switched off too. The
   * old track goes on; stopping it is the page's part.
   */
  replaceTrack(kind: MediaKind, track: MediaStreamTrack | null): void {
    this.#media.replace(kind, track);
    for (const pair of this.#peers.pairs()) pair.replaceTrack(kind, track);
  }

  /**
   * Shows everybody a screen beside one's own sound and picture, those who come later
   * too; `null` ends it. To get the stream and to stop its tracks is the page's part.
   */
  showScreen(screen: MediaStream | null): void {
    this.#screen = screen;
    for (const pair of this.#peers.pairs()) pair.showScreen(screen);
  }

  /**
   * Says at which size something of somebody is shown, in px of the screen, or that it is not
   * (`null`): they send it accordingly. What nothing was said of they send in full.
   */
  show(id: ParticipantId, kind: keyof Views, size: Size | null): void {
    const views = this.#shown.set(id, kind, size);
    if (views) this.#peers.pairWith(id)?.tellViews(views);
  }

  /** Sends one's own picture to teachers alone, or to all again. A teacher's goes to all. */
  setSaver(saver: boolean): void {
    this.#uplink.save(saver);
    this.#change({ saver });
  }

  /**
   * Tells everybody, those who come later too, whether students may show their
   * screens. Of a teacher it counts. It is a courtesy: whoever shows one all the same
   * does so from browser to browser, and it is for the page not to display it.
   */
  allowScreens(areAllowed: boolean): void {
    this.#change({ allowsScreens: areAllowed });
    for (const pair of this.#peers.pairs()) pair.allowScreens(areAllowed);
  }

  /** How loud somebody else is at this moment, from 0, silence, to 1; see `hear`. */
  levelOf(id: ParticipantId): number {
    return this.#peers.pairWith(id)?.level ?? 0;
  }

  /** The W3C statistics of the call to one participant; `null` when there is no call. */
  async getStats(id: ParticipantId): Promise<RTCStatsReport | null> {
    return (await this.#peers.pairWith(id)?.getStats()) ?? null;
  }

  /** Has both ends of a pair mend it. A teacher may name any two; others a pair of their own. */
  mend(one: ParticipantId, other: ParticipantId): void {
    this.#links.mend(one, other);
  }

  /** Ends the meeting for all, as soon as the seat is there; the server lets only a teacher do so. */
  endMeeting(): void {
    this.#hasToEnd = !this.#seat.send({ type: "meeting-ended" });
  }

  /** Leaves and ends every call; may be called twice. */
  leave(): void {
    this.#seat.leave();
    this.#finish({ type: "left" });
  }

  #makePair(peer: Participant, call: PairCall): Pair | null {
    const connection = this.#makeConnection();
    if (!connection) return null;
    return new Pair({
      ...call,
      connection,
      platform: this.#platform,
      localStream: this.#media.stream,
      screen: this.#screen,
      allowsScreens: this.#state.allowsScreens,
      marks: this.#media.marks,
      shown: this.#shown.of(peer.id),
      onViews: () => this.#uplink.divide(),
      send: (signal) => {
        // A plain client knows candidates, and may stumble over the end of them.
        const isEnd = signal.type === "ice-candidate" && signal.payload === null;
        if (peer.instance || !isEnd) this.#seat.send({ ...signal, to: peer.id });
      },
      onError: (error) =>
        this.#emitter.emit("error", { code: "negotiation-failed", message: String(error) }),
    });
  }

  /** A browser takes no server whose address it cannot read, nor any number of connections. */
  #makeConnection(): RTCPeerConnection | null {
    const iceServers = [...this.#tickets.iceServers];
    try {
      return new this.#platform.RTCPeerConnection({ iceServers });
    } catch (error) {
      this.#emitter.emit("error", { code: "call-refused", message: String(error) });
      return null;
    }
  }

  #askToMend(to: ParticipantId): void {
    const { self } = this.#state;
    if (self) this.#seat.send({ type: "mend", to, peer: self.id });
  }

  /** The network may be another, or the page has slept: calls may not be what they seem. */
  #doubtCalls(): void {
    for (const call of this.#peers.calls()) call.changed();
  }

  #receive(message: RoomMessage): void {
    switch (message.type) {
      case "joined":
        return this.#takeSeat(message);
      case "peer-joined":
        return this.#peers.take(message);
      case "peer-left":
        return this.#peers.take({ ...message, now: this.#platform.now() });
      case "offer":
      case "answer":
      case "ice-candidate":
        return this.#peers.receive(message.from, message);
      case "mend":
        return this.#peers.callWith(message.peer)?.asked(message.from);
      case "report":
        return this.#links.take(message.from, message.links);
      case "chat": {
        const line = this.#chat.take(message, this.#state.self);
        return line ? this.#emitter.emit("chat", line) : undefined;
      }
      case "meeting-ended":
        return this.#finish({ type: "ended", by: message.by });
      case "error":
        return this.#takeError(message);
    }
  }

  #takeSeat(joined: Extract<RoomMessage, { readonly type: "joined" }>): void {
    const isOfNewEpoch = this.#epoch !== joined.epoch;
    this.#epoch = joined.epoch;
    this.#servers.setClock(joined.serverTime);
    this.#chat.fail();
    this.#change({ status: { type: "joined" }, self: joined.self });
    this.#peers.take({ ...joined, isOfNewEpoch, now: this.#platform.now() });
    this.#links.start();
    if (this.#hasToEnd) this.endMeeting();
  }

  /** The seat outlived its socket. All that came of the lines before is in, so that the rest was lost. */
  #takeUp(): void {
    if (isFinal(this.#state.status)) return;
    this.#chat.fail();
    this.#change({ status: { type: "joined" } });
    for (const call of this.#peers.calls()) call.resume();
    if (this.#hasToEnd) this.endMeeting();
  }

  #takeError({ code, message, ref }: Extract<RoomMessage, { readonly type: "error" }>): void {
    if (code === "token-expired") this.#tickets.expire();
    if (ref) {
      this.#chat.fail(ref);
      this.#links.refuse(ref);
    }
    this.#emitter.emit("error", { code, message });
  }

  /** The socket is away, and comes back by itself. */
  #comeBack(failures: number): void {
    const { status } = this.#state;
    const since = status.type === "reconnecting" ? status.since : this.#platform.now();
    this.#change({
      status:
        status.type === "connecting"
          ? { type: "connecting", attempt: failures + 1 }
          : { type: "reconnecting", since, attempt: failures },
    });
  }

  #finish(status: ConferenceStatus): void {
    if (isFinal(this.#state.status)) return;
    this.#pageWatch.close();
    this.#servers.close();
    this.#seat.close();
    this.#links.close();
    this.#peers.close();
    this.#media.close();
    this.#change({ status, participants: [] });
    this.#chat.fail();
  }

  #tellOwnMedia(): void {
    this.#change(this.#media.marks);
    for (const pair of this.#peers.pairs()) pair.tellMarks(this.#media.marks);
  }

  #divideUplink(): void {
    this.#uplink.measured();
    const { isOverloaded } = this.#uplink;
    if (isOverloaded !== this.#state.isOverloaded) this.#change({ isOverloaded });
  }

  #change(part: Partial<ConferenceState>): void {
    this.#state = { ...this.#state, ...part };
    this.#emitter.emit("change", this.#state);
  }
}

function outOf(code: string, message: string): ConferenceStatus {
  return code === "meeting-ended"
    ? { type: "ended", by: null }
    : { type: "stopped", code, message };
}
