import { FakeTrack } from "./fake-media.ts";

interface Description {
  readonly type: string;
  readonly sdp: string;
}

/**
 * A peer connection without a network, as strict about its states as the real one and
 * as ready to ask for a negotiation. Notes what is done, in order.
 */
export class FakeConnection {
  static all: FakeConnection[] = [];
  readonly done: string[] = [];
  readonly channel = new FakeChannel();
  readonly session = 100 + FakeConnection.all.length;
  readonly transceivers: FakeTransceiver[] = [];
  /** What it says of itself when it is asked. */
  stats: () => ReadonlyMap<string, unknown> = () => new Map([["session", this.session]]);
  configuration: RTCConfiguration;
  connectionState = "new";
  signalingState = "stable";
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onicecandidate: ((event: { readonly candidate: object | null }) => void) | null = null;
  onnegotiationneeded: (() => void) | null = null;
  ontrack: ((event: { readonly track: FakeTrack }) => void) | null = null;
  #isChannelAgreed = true;
  #isRestarting = false;
  /** Those that are in the own offer that waits, and were in none before. */
  #offered: readonly FakeTransceiver[] = [];

  constructor(configuration: RTCConfiguration = {}) {
    this.configuration = configuration;
    FakeConnection.all.push(this);
  }

  /** The connection that was made nth. */
  static at(index: number): FakeConnection {
    const connection = FakeConnection.all.at(index);
    if (!connection) throw new RangeError(`No connection ${index}`);
    return connection;
  }

  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  /** A track of the other end is there. */
  bring(track: FakeTrack): void {
    const transceiver = new FakeTransceiver(track.kind, null, "recvonly");
    transceiver.receiver = new FakeReceiver(track);
    this.#associate(transceiver);
    this.transceivers.push(transceiver);
    this.ontrack?.({ track });
  }

  createDataChannel(): FakeChannel {
    this.#isChannelAgreed = false;
    this.#askInTime();
    return this.channel;
  }

  addTransceiver(what: FakeTrack | string, { direction = "sendrecv" } = {}): FakeTransceiver {
    const kind = typeof what === "string" ? what : what.kind;
    const transceiver = new FakeTransceiver(
      kind,
      typeof what === "string" ? null : what,
      direction,
    );
    this.transceivers.push(transceiver);
    this.#askInTime();
    return transceiver;
  }

  getTransceivers(): readonly FakeTransceiver[] {
    return this.transceivers;
  }

  getConfiguration(): RTCConfiguration {
    return this.configuration;
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.configuration = configuration;
  }

  restartIce(): void {
    this.done.push("restart");
    this.#isRestarting = true;
    this.#askInTime();
  }

  async setLocalDescription(description?: { readonly type: string }): Promise<void> {
    this.#mustBeOpen();
    if (description?.type === "rollback") return this.#rollBack();
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    if (type === "offer") {
      this.#offered = this.transceivers.filter(({ mid }) => mid === null);
      for (const transceiver of this.#offered) this.#associate(transceiver);
    }
    this.localDescription = { type, sdp: sdpOf(this.session, this.#described()) };
    this.done.push(`local ${type}`);
    if (type === "answer") return this.#agree();
    this.signalingState = "have-local-offer";
  }

  async setRemoteDescription(description: Description): Promise<void> {
    this.#mustBeOpen();
    const { type, sdp } = description;
    if (type === "rollback") return this.#rollBack();
    if (!sdp.startsWith("v=0")) throw new DOMException("no SDP", "OperationError");
    if (type === "answer" && this.signalingState !== "have-local-offer") throw invalidState();
    if (type === "offer" && this.signalingState === "have-local-offer") this.#rollBack();
    this.remoteDescription = description;
    this.done.push(`remote ${type}`);
    if (type === "answer") {
      this.#isRestarting = false;
      return this.#agree();
    }
    this.#makePlaces(sdp);
    this.signalingState = "have-remote-offer";
  }

  async addIceCandidate(candidate: { readonly candidate: string } | null): Promise<void> {
    this.#mustBeOpen();
    if (this.remoteDescription === null) throw invalidState();
    if (candidate?.candidate === "bad") throw new DOMException("bad candidate", "OperationError");
    this.done.push(`candidate ${candidate?.candidate ?? "end"}`);
  }

  async getStats(): Promise<ReadonlyMap<string, unknown>> {
    return this.stats();
  }

  close(): void {
    this.connectionState = "closed";
    this.done.push("close");
  }

  #agree(): void {
    this.#isChannelAgreed = true;
    this.#becomeStable();
  }

  #rollBack(): void {
    for (const transceiver of this.#offered) transceiver.mid = null;
    this.done.push("rollback");
    this.#becomeStable();
  }

  #becomeStable(): void {
    this.#offered = [];
    this.signalingState = "stable";
    this.#askInTime();
  }

  #makePlaces(sdp: string): void {
    const mids = new Set(this.transceivers.map(({ mid }) => mid));
    const kinds = [...sdp.matchAll(/^m=(\w+)/gm)].map(([, kind = ""]) => kind);
    for (const [at, kind] of kinds.entries()) {
      if (mids.has(String(at))) continue;
      const transceiver = new FakeTransceiver(kind, null, "recvonly");
      this.#associate(transceiver);
      this.transceivers.push(transceiver);
    }
  }

  #associate(transceiver: FakeTransceiver): void {
    transceiver.mid = String(this.#described().length);
  }

  /** Those that have their place in the descriptions, in its order. */
  #described(): readonly FakeTransceiver[] {
    const all = this.transceivers.filter(({ mid }) => mid !== null);
    return all.sort((one, other) => Number(one.mid) - Number(other.mid));
  }

  /** The event is a task of its own, and comes in the stable state alone (W3C WebRTC, #updating-the-negotiation-needed-flag). */
  #askInTime(): void {
    queueMicrotask(() => {
      const isNew = this.transceivers.some(({ mid }) => mid === null);
      const isDue = isNew || this.#isRestarting || !this.#isChannelAgreed;
      const isAble = this.signalingState === "stable" && this.connectionState !== "closed";
      if (isDue && isAble) this.onnegotiationneeded?.();
    });
  }

  #mustBeOpen(): void {
    if (this.connectionState === "closed") throw invalidState();
  }
}

export class FakeChannel {
  readyState = "connecting";
  readonly sent: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;

  open(): void {
    this.readyState = "open";
    this.onopen?.();
  }

  send(data: string): void {
    if (this.readyState !== "open") throw invalidState();
    this.sent.push(data);
  }
}

/** What its packets say of how loud it is is at the track. */
class FakeReceiver {
  readonly track: FakeTrack;

  constructor(track: FakeTrack) {
    this.track = track;
  }

  getSynchronizationSources() {
    const { audioLevel } = this.track;
    return audioLevel === null ? [] : [{ audioLevel }];
  }
}

export class FakeTransceiver {
  receiver: FakeReceiver;
  readonly sender: FakeSender;
  direction: string;
  /** It is never settled here: what was announced arrives. */
  readonly currentDirection = null;
  mid: string | null = null;

  constructor(kind: string, track: FakeTrack | null, direction: string) {
    this.receiver = new FakeReceiver(new FakeTrack(kind, { muted: true }));
    this.sender = new FakeSender(track);
    this.direction = direction;
  }
}

interface FakeParameters {
  readonly encodings: readonly Readonly<Record<string, unknown>>[];
}

export class FakeSender {
  track: FakeTrack | null;
  /** How it was told to send. */
  readonly told: FakeParameters[] = [];

  constructor(track: FakeTrack | null) {
    this.track = track;
  }

  setStreams(): void {}

  getParameters(): FakeParameters {
    return { encodings: this.told.at(-1)?.encodings.map((one) => ({ ...one })) ?? [{}] };
  }

  async setParameters(parameters: FakeParameters): Promise<void> {
    this.told.push(parameters);
  }

  async replaceTrack(track: FakeTrack | null): Promise<void> {
    this.track = track;
  }
}

export function asConnection(connection: FakeConnection): RTCPeerConnection {
  return connection as unknown as RTCPeerConnection;
}

/** A description of one peer connection: its session id is what tells it from another (RFC 9429 §5.2.1). */
export function sdpOf(
  session: number,
  transceivers: readonly { readonly receiver: { readonly track: FakeTrack } }[] = [],
): string {
  const media = transceivers.map(({ receiver }) => `m=${receiver.track.kind} 9 RTP/AVP 0\r\n`);
  return `v=0\r\no=- ${session} 2 IN IP4 127.0.0.1\r\n${media.join("")}`;
}

function invalidState(): DOMException {
  return new DOMException("in this state it cannot", "InvalidStateError");
}
