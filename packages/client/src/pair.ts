import type { IceCandidate, Signal } from "@lectern/protocol/messages";
import { fillTransceivers, type MediaKind, placeTracks, replaceTrack } from "./local-tracks.ts";
import { type Marks, MarksChannel } from "./marks.ts";
import { Negotiation } from "./negotiation.ts";
import type { Platform } from "./platform.ts";
import { RemoteMedia } from "./remote-media.ts";
import type { PairState } from "./state.ts";

export interface PairOptions {
  /** Whether this end makes the first offer. */
  readonly isInitiator: boolean;
  readonly connection: RTCPeerConnection;
  readonly localStream: MediaStream;
  readonly marks: Marks;
  /** Says whether there was a socket to send it over. */
  readonly send: (signal: Signal) => boolean;
  /** Something of `stream`, `state` or `marks` is another now. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
  readonly platform: Pick<Platform, "MediaStream">;
}

/** The call between oneself and one other participant. */
export class Pair {
  readonly #options: PairOptions;
  readonly #connection: RTCPeerConnection;
  readonly #negotiation: Negotiation;
  readonly #media: RemoteMedia;
  readonly #channel: MarksChannel;
  #told: Marks | null = null;

  constructor(options: PairOptions) {
    const { isInitiator, connection, localStream, platform, onChange } = options;
    this.#options = options;
    this.#connection = connection;
    this.#media = new RemoteMedia(new platform.MediaStream(), onChange);
    this.#channel = new MarksChannel(connection, options.marks, (marks) => {
      this.#told = marks;
      onChange();
    });
    this.#negotiation = new Negotiation({
      ...options,
      fillPlaces: () => fillTransceivers(connection, localStream),
    });
    this.#listen();
    if (!isInitiator) return;
    placeTracks(connection, localStream);
    this.#negotiation.offer();
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

  get stream(): MediaStream | null {
    return this.#media.stream;
  }

  /** Whether the other's microphone and camera are on: what they say, else what arrives; `null` when unknown. */
  get marks(): { readonly microphone: boolean | null; readonly camera: boolean | null } {
    if (this.#told) return this.#told;
    if (this.state !== "connected") return { microphone: null, camera: null };
    return {
      microphone: this.#media.isArriving("audio"),
      camera: this.#media.isArriving("video"),
    };
  }

  /** Whether an offer is of another peer connection than the one this pair was made with. */
  isOfAnother(offer: string): boolean {
    return this.#negotiation.isOfAnother(offer);
  }

  receive(signal: Signal): void {
    this.#negotiation.receive(signal);
  }

  /** Goes on after one of the two has lost their socket and come back. */
  reseat(isInitiator: boolean): void {
    this.#negotiation.reseat(isInitiator);
  }

  /** Goes on after one's own socket was exchanged under the seat. */
  repeat(): void {
    this.#negotiation.repeat();
  }

  replaceTrack(kind: MediaKind, track: MediaStreamTrack | null): void {
    replaceTrack(this.#connection, kind, track).catch(this.#options.onError);
  }

  tellMarks(marks: Marks): void {
    this.#channel.tell(marks);
  }

  /** The W3C statistics of this pair. */
  getStats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  /** Ends the call; may be called twice. */
  close(): void {
    this.#negotiation.close();
    this.#connection.close();
  }

  #listen(): void {
    const { onChange } = this.#options;
    const connection = this.#connection;
    connection.onicecandidate = ({ candidate }) => {
      this.#negotiation.tellCandidate(candidate && payloadOf(candidate));
    };
    connection.ontrack = ({ track }) => this.#media.add(track);
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === "connected") this.#negotiation.settle();
      if (connection.connectionState === "failed") this.#negotiation.restart();
      onChange();
    };
  }
}

function payloadOf(candidate: RTCIceCandidate): IceCandidate {
  const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
  return { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment };
}
