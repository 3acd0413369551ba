// biome-ignore-all lint/suspicious/noExplicitAny: stand-ins for the platform have only the members that are used
import type { Participant } from "@lectern/protocol/messages";

/** A socket whose server is the test. */
export class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  readonly sent: any[] = [];
  onopen: () => void = () => {};
  onmessage: (event: { data: string }) => void = () => {};
  onclose: (event: { code: number; reason: string }) => void = () => {};

  constructor() {
    FakeSocket.all.push(this);
  }

  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (!socket) throw new RangeError("No socket was opened");
    return socket;
  }

  open(): void {
    this.readyState = FakeSocket.OPEN;
    this.onopen();
  }

  receive(message: object): void {
    this.onmessage({ data: JSON.stringify(message) });
  }

  break(code = 1006, reason = ""): void {
    this.readyState = 3;
    this.onclose({ code, reason });
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  types(): readonly string[] {
    return this.sent.map(({ type }) => type);
  }
}

/** A peer connection without a network: it notes what is done to it, in order. */
export class FakeConnection {
  static all: FakeConnection[] = [];
  readonly done: string[] = [];
  readonly id = FakeConnection.all.length + 1;
  connectionState = "new";
  signalingState = "stable";
  localDescription: { type: string; sdp: string } | null = null;
  remoteDescription: { type: string; sdp: string } | null = null;
  onconnectionstatechange: () => void = () => {};
  onicecandidate: (event: object) => void = () => {};
  ontrack: (event: object) => void = () => {};

  constructor() {
    FakeConnection.all.push(this);
  }

  /** The connection that was made for the nth pair. */
  static at(index: number): FakeConnection {
    const connection = FakeConnection.all[index];
    if (!connection) throw new RangeError(`No connection ${index}`);
    return connection;
  }

  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange();
  }

  createDataChannel() {
    return { readyState: "connecting", send: () => {} };
  }

  addTransceiver(kind: string): void {
    this.done.push(`add ${kind}`);
  }

  getTransceivers(): readonly [] {
    return [];
  }

  restartIce(): void {
    this.done.push("restart");
  }

  async setLocalDescription(): Promise<void> {
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    this.signalingState = type === "offer" ? "have-local-offer" : "stable";
    this.localDescription = { type, sdp: sdpOf(this.id) };
    this.done.push(`local ${type}`);
  }

  async setRemoteDescription(description: { type: string; sdp: string }): Promise<void> {
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
    this.done.push(`remote ${description.type}`);
  }

  async addIceCandidate(candidate: { candidate: string } | null): Promise<void> {
    this.done.push(`candidate ${candidate?.candidate ?? "end"}`);
  }

  close(): void {
    this.connectionState = "closed";
    this.done.push("close");
  }
}

export class FakeStream {
  getTracks(): readonly [] {
    return [];
  }
  getAudioTracks(): readonly [] {
    return [];
  }
  getVideoTracks(): readonly [] {
    return [];
  }
}

export function sdpOf(session: number): string {
  return `v=0\r\no=- ${session} 1 IN IP4 0.0.0.0\r\n`;
}

export function person(id: string, instance?: string): Participant {
  const role = id.startsWith("teacher") ? "teacher" : "student";
  return { id, role, name: id, joinedAt: 1, ...(instance && { instance }) } as Participant;
}
