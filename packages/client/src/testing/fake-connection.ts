import { FakeTrack } from "./fake-media.ts";

interface Description {
  readonly type: string;
  readonly sdp: string;
}

/** A peer connection without a network, as strict about its states as the real one. Notes what is done, in order. */
export class FakeConnection {
  static all: FakeConnection[] = [];
  readonly configuration: RTCConfiguration;
  readonly done: string[] = [];
  readonly channel = new FakeChannel();
  readonly session = 100 + FakeConnection.all.length;
  readonly transceivers: FakeTransceiver[] = [];
  connectionState = "new";
  signalingState = "stable";
  localDescription: Description | null = null;
  remoteDescription: Description | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onicecandidate: ((event: { readonly candidate: object | null }) => void) | null = null;
  ontrack: ((event: { readonly track: FakeTrack }) => void) | null = null;

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

  createDataChannel(): FakeChannel {
    return this.channel;
  }

  addTransceiver(what: FakeTrack | string, { direction = "sendrecv" } = {}): void {
    const kind = typeof what === "string" ? what : what.kind;
    const track = typeof what === "string" ? null : what;
    this.transceivers.push(new FakeTransceiver(kind, track, direction));
  }

  getTransceivers(): readonly FakeTransceiver[] {
    return this.transceivers;
  }

  restartIce(): void {
    this.done.push("restart");
  }

  async setLocalDescription(): Promise<void> {
    this.#mustBeOpen();
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    this.signalingState = type === "offer" ? "have-local-offer" : "stable";
    this.localDescription = { type, sdp: sdpOf(this.session, this.transceivers) };
    this.done.push(`local ${type}`);
  }

  async setRemoteDescription(description: Description): Promise<void> {
    this.#mustBeOpen();
    const { type, sdp } = description;
    if (!sdp.startsWith("v=0")) throw new DOMException("no SDP", "OperationError");
    if (type === "answer" && this.signalingState !== "have-local-offer") throw invalidState();
    if (type === "offer" && this.signalingState === "have-local-offer") this.done.push("rollback");
    this.remoteDescription = description;
    this.signalingState = type === "offer" ? "have-remote-offer" : "stable";
    this.done.push(`remote ${type}`);
    const kinds = [...sdp.matchAll(/^m=(\w+)/gm)].map(([, kind = ""]) => kind);
    for (const kind of kinds.slice(this.transceivers.length)) {
      this.addTransceiver(kind, { direction: "recvonly" });
    }
  }

  async addIceCandidate(candidate: { readonly candidate: string } | null): Promise<void> {
    this.#mustBeOpen();
    if (this.remoteDescription === null) throw invalidState();
    if (candidate?.candidate === "bad") throw new DOMException("bad candidate", "OperationError");
    this.done.push(`candidate ${candidate?.candidate ?? "end"}`);
  }

  async getStats(): Promise<ReadonlyMap<string, unknown>> {
    return new Map([["session", this.session]]);
  }

  close(): void {
    this.connectionState = "closed";
    this.done.push("close");
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

export class FakeTransceiver {
  readonly receiver: { readonly track: FakeTrack };
  readonly sender: FakeSender;
  direction: string;

  constructor(kind: string, track: FakeTrack | null, direction: string) {
    this.receiver = { track: new FakeTrack(kind, { muted: true }) };
    this.sender = new FakeSender(track);
    this.direction = direction;
  }
}

export class FakeSender {
  track: FakeTrack | null;

  constructor(track: FakeTrack | null) {
    this.track = track;
  }

  setStreams(): void {}

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
