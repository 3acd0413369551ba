import type { IceCandidate, Signal } from "@lectern/protocol/messages";
import { type Marks, marksChannel, parseMarks } from "./marks.ts";
import { sessionIdOf } from "./sdp.ts";
import type { PairState } from "./state.ts";

const kinds = ["audio", "video"] as const;

export type MediaKind = (typeof kinds)[number];

export interface PairOptions {
  /** Whether this end makes the first offer. */
  readonly isInitiator: boolean;
  readonly iceServers: readonly RTCIceServer[];
  readonly localStream: MediaStream;
  readonly marks: Marks;
  readonly send: (signal: Signal) => void;
  /** Something of `stream`, `state` or `remoteMarks` is another now. */
  readonly onChange: () => void;
  readonly RTCPeerConnection: typeof RTCPeerConnection;
}

/** The call between oneself and one other participant. */
export class Pair {
  readonly #options: PairOptions;
  readonly #connection: RTCPeerConnection;
  readonly #channel: RTCDataChannel;
  readonly #waiting: (IceCandidate | null)[] = [];
  readonly stream = new MediaStream();
  remoteMarks: Marks | null = null;
  #marks: Marks;
  #remoteSession: string | null = null;
  /** Steps of the negotiation, one after the other. */
  #steps: Promise<void> = Promise.resolve();

  constructor(options: PairOptions) {
    this.#options = options;
    this.#marks = options.marks;
    this.#connection = new options.RTCPeerConnection({ iceServers: [...options.iceServers] });
    this.#channel = this.#connection.createDataChannel(marksChannel.label, marksChannel);
    this.#listen();
    if (options.isInitiator) this.#call();
  }

  get state(): PairState {
    switch (this.#connection.connectionState) {
      case "new":
      case "connecting":
        return "connecting";
      case "closed":
        return "failed";
      default:
        return this.#connection.connectionState;
    }
  }

  /** Whether an offer is of another peer connection than the one this pair was made with. */
  isOfAnother(offer: string): boolean {
    return this.#remoteSession !== null && this.#remoteSession !== sessionIdOf(offer);
  }

  /** Takes what the other participant sent; what does not fit the moment is dropped. */
  receive(signal: Signal): void {
    switch (signal.type) {
      case "offer":
        return this.#run(() => this.#answer(signal.payload));
      case "answer":
        return this.#run(() => this.#accept(signal.payload));
      case "ice-candidate":
        return this.#run(() => this.#addCandidate(signal.payload));
    }
  }

  /** Sends another track, or none, in place of the present one. Costs no negotiation. */
  replaceTrack(kind: MediaKind, track: MediaStreamTrack | null): void {
    const sender = this.#connection
      .getTransceivers()
      .find(({ receiver }) => receiver.track.kind === kind)?.sender;
    if (sender) this.#run(() => sender.replaceTrack(track));
  }

  sendMarks(marks: Marks): void {
    this.#marks = marks;
    if (this.#channel.readyState === "open") this.#channel.send(JSON.stringify(marks));
  }

  /** The W3C statistics of this pair. */
  getStats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  /** Ends the call; may be called twice. */
  close(): void {
    this.#connection.close();
  }

  #listen(): void {
    const { onChange, send } = this.#options;
    const connection = this.#connection;
    connection.onicecandidate = ({ candidate }) => {
      send({ type: "ice-candidate", payload: candidate ? toPayload(candidate) : null });
    };
    connection.ontrack = ({ track }) => {
      for (const old of this.stream.getTracks()) {
        if (old.kind === track.kind) this.stream.removeTrack(old);
      }
      this.stream.addTrack(track);
      onChange();
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === "failed" && this.#options.isInitiator) this.#restart();
      onChange();
    };
    this.#channel.onopen = () => this.sendMarks(this.#marks);
    this.#channel.onmessage = ({ data }) => {
      this.remoteMarks = parseMarks(data) ?? this.remoteMarks;
      onChange();
    };
  }

  /** A place for sound and one for picture, filled or not, so that turning one on later needs no offer. */
  #call(): void {
    const { localStream } = this.#options;
    for (const kind of kinds) {
      const track = localStream.getTracks().find((one) => one.kind === kind);
      this.#connection.addTransceiver(track ?? kind, {
        direction: "sendrecv",
        streams: [localStream],
      });
    }
    this.#run(() => this.#offer());
  }

  #restart(): void {
    this.#connection.restartIce();
    this.#run(() => this.#offer());
  }

  async #offer(): Promise<void> {
    await this.#connection.setLocalDescription();
    this.#sendDescription();
  }

  async #answer(offer: RTCSessionDescriptionInit): Promise<void> {
    const isCrossing = this.#connection.signalingState !== "stable";
    if (isCrossing && this.#options.isInitiator) return;
    await this.#connection.setRemoteDescription(offer);
    this.#remoteSession = sessionIdOf(offer.sdp ?? "");
    await this.#fillTransceivers();
    await this.#flushCandidates();
    await this.#connection.setLocalDescription();
    this.#sendDescription();
  }

  async #accept(answer: RTCSessionDescriptionInit): Promise<void> {
    if (this.#connection.signalingState !== "have-local-offer") return;
    await this.#connection.setRemoteDescription(answer);
    this.#remoteSession = sessionIdOf(answer.sdp ?? "");
    await this.#flushCandidates();
  }

  /** Puts the local tracks into the places that the offer made (RFC 9429 §5.10). */
  async #fillTransceivers(): Promise<void> {
    const { localStream } = this.#options;
    for (const transceiver of this.#connection.getTransceivers()) {
      if (transceiver.sender.track || transceiver.direction === "sendrecv") continue;
      const { kind } = transceiver.receiver.track;
      const track = localStream.getTracks().find((one) => one.kind === kind) ?? null;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams(localStream);
      await transceiver.sender.replaceTrack(track);
    }
  }

  async #addCandidate(candidate: IceCandidate | null): Promise<void> {
    if (this.#connection.remoteDescription === null) this.#waiting.push(candidate);
    else await this.#connection.addIceCandidate(candidate);
  }

  async #flushCandidates(): Promise<void> {
    for (const candidate of this.#waiting.splice(0)) {
      await this.#connection.addIceCandidate(candidate);
    }
  }

  #sendDescription(): void {
    const description = this.#connection.localDescription;
    if (description?.type === "offer" || description?.type === "answer") {
      const { type, sdp } = description;
      this.#options.send(
        type === "offer" ? { type, payload: { type, sdp } } : { type, payload: { type, sdp } },
      );
    }
  }

  /**
   * Runs a step of the negotiation after those before it. What the other end sent
   * may not be applicable (it is theirs to mend), and a closed connection takes no
   * step: neither must stop the steps that follow.
   */
  #run(negotiate: () => Promise<void>): void {
    this.#steps = this.#steps.then(negotiate).catch(() => this.#options.onChange());
  }
}

function toPayload(candidate: RTCIceCandidate): IceCandidate {
  const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
  return { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment };
}
