import { kinds, type MediaKind, trackOf } from "./local-tracks.ts";

/**
 * The places in one pair for the screen that oneself shows.
 *
 * They are made when they are first needed and used again from then on, so that
 * the descriptions do not grow with every time. They only send: by that they are
 * told from the places of microphone and camera.
 */
export class ScreenPlaces {
  readonly #connection: RTCPeerConnection;
  readonly #places = new Map<MediaKind, RTCRtpTransceiver>();

  constructor(connection: RTCPeerConnection) {
    this.#connection = connection;
  }

  /** `null` when there was no need for one so far. */
  placeOf(kind: MediaKind): RTCRtpTransceiver | null {
    return this.#places.get(kind) ?? null;
  }

  /** Sends another screen from now on, or none. Changes what the two have agreed on. */
  async show(stream: MediaStream | null): Promise<void> {
    await Promise.all(kinds.map((kind) => this.#fill(kind, stream)));
  }

  async #fill(kind: MediaKind, stream: MediaStream | null): Promise<void> {
    const track = stream && trackOf(stream, kind);
    const place = this.#places.get(kind);
    if (!place || place.direction === "stopped") return this.#make(kind, track, stream);
    place.direction = track ? "sendonly" : "inactive";
    if (stream) place.sender.setStreams(stream);
    await place.sender.replaceTrack(track);
  }

  #make(kind: MediaKind, track: MediaStreamTrack | null, stream: MediaStream | null): void {
    if (!track || !stream) return;
    const place = this.#connection.addTransceiver(track, {
      direction: "sendonly",
      streams: [stream],
    });
    this.#places.set(kind, place);
  }
}
