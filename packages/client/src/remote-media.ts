import type { MediaKind } from "./local-tracks.ts";

/** What arrives from one other participant: a stream of at most one track a kind. */
export class RemoteMedia {
  readonly #stream: MediaStream;
  readonly #onChange: () => void;
  readonly #heard = new Set<MediaStreamTrack>();

  constructor(stream: MediaStream, onChange: () => void) {
    this.#stream = stream;
    this.#onChange = onChange;
  }

  /** `null` until there is something in it. */
  get stream(): MediaStream | null {
    return this.#stream.getTracks().length > 0 ? this.#stream : null;
  }

  add(track: MediaStreamTrack): void {
    for (const old of this.#tracksOf(track.kind)) if (old !== track) this.#stream.removeTrack(old);
    this.#stream.addTrack(track);
    if (!track.muted) this.#heard.add(track);
    track.onmute = () => this.#onChange();
    track.onunmute = () => {
      this.#heard.add(track);
      this.#onChange();
    };
    this.#onChange();
  }

  /**
   * Whether something of a kind arrives; `null` while nothing has yet. A track is
   * muted until its first packet (W3C WebRTC, #mediastreamtrack).
   */
  isArriving(kind: MediaKind): boolean | null {
    const tracks = this.#tracksOf(kind);
    if (tracks.length === 0) return false;
    return tracks.some((track) => this.#heard.has(track))
      ? tracks.some(({ muted }) => !muted)
      : null;
  }

  #tracksOf(kind: string): readonly MediaStreamTrack[] {
    return this.#stream.getTracks().filter((track) => track.kind === kind);
  }
}
