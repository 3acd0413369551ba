import type { Signal } from "@lectern/protocol/messages";
import type { Link, LinkFigures } from "./link/link.ts";
import { PairLink } from "./link/pair-link.ts";
import type { UplinkFacts } from "./link/sending.ts";
import {
  fillTransceivers,
  type MediaKind,
  placeOf,
  placeTracks,
  replaceTrack,
} from "./local-tracks.ts";
import { loudnessOf } from "./loudness.ts";
import { type Marks, MarksChannel } from "./marks.ts";
import { Negotiator } from "./negotiation/negotiator.ts";
import type { Platform } from "./platform.ts";
import { receivedTracks } from "./received-tracks.ts";
import { RemoteMedia } from "./remote-media.ts";
import { ScreenPlaces } from "./screen-places.ts";
import type { MendingProgress, PairState } from "./state.ts";
import type { Outlet, OutletKind } from "./uplink/outlet.ts";
import type { Views } from "./uplink/views.ts";

export interface PairOptions {
  /** Whether this end makes the first offer. */
  readonly isInitiator: boolean;
  readonly connection: RTCPeerConnection;
  readonly localStream: MediaStream;
  /** What oneself shows beside it. */
  readonly screen: MediaStream | null;
  readonly marks: Marks;
  /** At which size oneself shows what arrives. */
  readonly shown: Views;
  /** Whether oneself lets students show their screens; `null` when that was not said. */
  readonly allowsScreens: boolean | null;
  readonly send: (signal: Signal) => void;
  /** Something of `stream`, `screen`, `state` or `marks` is another now. */
  readonly onChange: () => void;
  /** Both ends have the same descriptions now. */
  readonly onAgreed: () => void;
  /** The two cannot come to terms over this peer connection. */
  readonly onGivenUp: () => void;
  /** Nothing comes in any more, though something had. */
  readonly onStill: () => void;
  readonly onError: (error: unknown) => void;
  /** `views` is another now. */
  readonly onViews: () => void;
  /** What is being done about the call, if it is broken. */
  readonly mending: () => MendingProgress | null;
  readonly platform: Pick<Platform, "MediaStream" | "now" | "sortsByMid">;
}

/** The call between oneself and one other participant. */
export class Pair {
  readonly #options: PairOptions;
  readonly #connection: RTCPeerConnection;
  readonly #negotiator: Negotiator;
  readonly #media: RemoteMedia;
  readonly #screen: RemoteMedia;
  readonly #ownScreen: ScreenPlaces;
  readonly #channel: MarksChannel;
  readonly #announced = new Set<MediaStreamTrack>();
  readonly #link: PairLink;
  #told: Marks | null = null;
  #views: Views = {};
  #allowsScreens: boolean | null = null;

  constructor(options: PairOptions) {
    const { isInitiator, connection, localStream, platform } = options;
    const { onChange, onAgreed, onGivenUp, onError, onViews } = options;
    this.#options = options;
    this.#connection = connection;
    this.#media = new RemoteMedia(new platform.MediaStream(), onChange);
    this.#screen = new RemoteMedia(new platform.MediaStream(), onChange);
    this.#ownScreen = new ScreenPlaces(connection);
    this.#negotiator = new Negotiator({
      ...options,
      sortsByMid: platform.sortsByMid,
      fillPlaces: () => fillTransceivers(connection, localStream),
      onAgreed: () => {
        this.#sort();
        onAgreed();
      },
      onGivenUp: (error) => {
        onError(error);
        onGivenUp();
      },
    });
    this.#channel = new MarksChannel(connection, options.marks, {
      marks: (marks) => {
        this.#told = marks;
        onChange();
      },
      sending: (sending) => this.#link.tell(sending),
      views: (views) => {
        this.#views = views;
        onViews();
      },
      screens: (areAllowed) => {
        this.#allowsScreens = areAllowed;
        onChange();
      },
    });
    if (options.allowsScreens !== null) this.allowScreens(options.allowsScreens);
    this.#link = new PairLink({
      connection,
      localStream,
      now: platform.now,
      onSending: (sending) => this.#channel.tellSending(sending),
      onStill: options.onStill,
    });
    this.#listen();
    if (isInitiator) placeTracks(connection, localStream);
    if (options.screen) this.showScreen(options.screen);
    this.tellViews(options.shown);
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

  /** Sound and picture of the other. */
  get stream(): MediaStream | null {
    return this.#media.stream;
  }

  /** What the other shows beside it. */
  get screen(): MediaStream | null {
    return this.#screen.stream;
  }

  /** Whether the other lets students show their screens; `null` when they do not say. */
  get allowsScreens(): boolean | null {
    return this.#allowsScreens;
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

  /**
   * How loud the other is at this moment, from 0, silence, to 1: their browser says so in each packet of sound.
   *
   * @see W3C WebRTC, #dom-rtcrtpcontributingsource-audiolevel, and RFC 6464
   */
  get level(): number {
    // Browsers remember the last packet for 10 s.
    if (this.state !== "connected" || this.isStill) return 0;
    const [track] = this.#media.stream?.getAudioTracks() ?? [];
    const place = this.#connection
      .getTransceivers()
      .find(({ receiver }) => receiver.track === track);
    const [source] = place?.receiver.getSynchronizationSources() ?? [];
    return loudnessOf(source?.audioLevel ?? 0);
  }

  /** How the pair does; `null` while it is too soon to say. */
  get link(): Link | null {
    return this.#link.link;
  }

  /** Whether nothing comes in, though something had. */
  get isStill(): boolean {
    return this.#link.isStill;
  }

  get figures(): LinkFigures | null {
    return this.#link.figures;
  }

  /**
   * Whether a restart of ICE leads both ends to the same way. Chromium's checks reach the old
   * sockets of Firefox before the answer does: it keeps to that way, and Firefox waits for another.
   */
  get restartsAlike(): boolean {
    const { localDescription, remoteDescription } = this.#connection;
    if (!localDescription || !remoteDescription) return true;
    return isOfFirefox(localDescription) === isOfFirefox(remoteDescription);
  }

  /** At which size the other shows what arrives. */
  get views(): Views {
    return this.#views;
  }

  /** All that is sent to the other. */
  outlets(): readonly Outlet[] {
    const own = (kind: MediaKind) => placeOf(this.#connection, kind);
    const screen = (kind: MediaKind) => this.#ownScreen.placeOf(kind);
    return [
      ...outletOf("microphone", own("audio")),
      ...outletOf("camera", own("video")),
      ...outletOf("screen-sound", screen("audio")),
      ...outletOf("screen", screen("video")),
    ];
  }

  measure(uplink: UplinkFacts): Promise<void> {
    return this.#link.measure(uplink);
  }

  judge(isDownloadFull: boolean): void {
    const { microphone: audio, camera: video } = this.marks;
    const mending = this.#options.mending();
    this.#link.judge({ pair: this.state, mending, isOn: { audio, video }, isDownloadFull });
  }

  /** Whether an offer is of another peer connection than the one this pair was made with. */
  isOfAnother(offer: string): boolean {
    return this.#negotiator.isOfAnother(offer);
  }

  receive(signal: Signal): void {
    this.#negotiator.receive(signal);
  }

  /** Goes on after one of the two has lost their socket and come back. */
  reseat(isInitiator: boolean): void {
    this.#negotiator.reseat(isInitiator);
  }

  /** Goes on after one's own socket was exchanged under the seat. */
  repeat(): void {
    this.#negotiator.repeat();
  }

  /** Looks for another way through the network. */
  restart(configuration: RTCConfiguration): void {
    this.#negotiator.restart(configuration);
  }

  /** Counts from the next restart on; what is up stays up. */
  configure(configuration: RTCConfiguration): void {
    this.#connection.setConfiguration({
      ...this.#connection.getConfiguration(),
      ...configuration,
    });
  }

  replaceTrack(kind: MediaKind, track: MediaStreamTrack | null): void {
    replaceTrack(this.#connection, kind, track).catch(this.#options.onError);
  }

  /** Shows the other a screen beside one's sound and picture, or none any more. */
  showScreen(screen: MediaStream | null): void {
    this.#ownScreen.show(screen).catch(this.#options.onError);
  }

  /** Tells the other whether oneself lets students show their screens. */
  allowScreens(areAllowed: boolean): void {
    this.#channel.tellScreens(areAllowed);
  }

  tellMarks(marks: Marks): void {
    this.#channel.tell(marks);
  }

  /** Says at which size oneself shows what arrives. */
  tellViews(views: Views): void {
    this.#channel.tellViews(views);
  }

  /** The W3C statistics of this pair. */
  getStats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  /** Ends the call; may be called twice. */
  close(): void {
    this.#negotiator.close();
    this.#connection.close();
    this.#media.close();
    this.#screen.close();
  }

  #listen(): void {
    const connection = this.#connection;
    connection.ontrack = ({ track }) => {
      this.#announced.add(track);
      this.#sort();
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === "connected") this.#negotiator.settle();
      this.#options.onChange();
    };
  }

  /** Puts what arrives where it belongs. */
  #sort(): void {
    const { person, screen } = receivedTracks(this.#connection.getTransceivers(), this.#announced);
    this.#media.set(person);
    this.#screen.set(screen);
  }
}

/** Every browser says in its descriptions who made them (RFC 8866 §5.2). */
function isOfFirefox({ sdp }: RTCSessionDescription): boolean {
  return /^o=mozilla/m.test(sdp);
}

function outletOf(kind: OutletKind, place: RTCRtpTransceiver | null): readonly Outlet[] {
  return place?.sender.track ? [{ kind, sender: place.sender }] : [];
}
