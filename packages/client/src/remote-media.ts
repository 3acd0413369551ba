import type { MediaKind } from "./local-tracks.ts";

/** A stream that arrives from one other participant: of at most one track a kind. */
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

  /** Puts these tracks in place of those that there are. */
  set(tracks: readonly MediaStreamTrack[]): void {
    const before = this.#stream.getTracks();
    const gone = before.filter((track) => !tracks.includes(track));
    const come = tracks.filter((track) => !before.includes(track));
    for (const track of gone) this.#remove(track);
    for (const track of come) this.#add(track);
    if (gone.length + come.length > 0) this.#onChange();
  }

  /**
   * Whether something of a kind arrives; `null` while nothing has yet. A track is
   * muted until its first packet (W3C WebRTC, #mediastreamtrack).
   */
  isArriving(kind: MediaKind): boolean | null {
    const tracks = this.#stream.getTracks().filter((track) => track.kind === kind);
    if (tracks.length === 0) return false;
    return tracks.some((track) => this.#heard.has(track))
      ? tracks.some(({ muted }) => !muted)
      : null;
  }

  /** Lets go of the tracks, which the browser may keep for as long as a meter has measured them; may be called twice. */
  close(): void {
    for (const track of this.#stream.getTracks()) this.#remove(track);
  }

  #add(track: MediaStreamTrack): void {
    this.#stream.addTrack(track);
    if (!track.muted) this.#heard.add(track);
    track.onmute = () => this.#onChange();
    track.onunmute = () => {
      this.#heard.add(track);
      this.#onChange();
    };
  }

  #remove(track: MediaStreamTrack): void {
    this.#stream.removeTrack(track);
    this.#heard.delete(track);
    track.onmute = null;
    track.onunmute = null;
  }
}
