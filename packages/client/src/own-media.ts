import { type MediaKind, tracksOf } from "./local-tracks.ts";
import type { Marks } from "./marks.ts";

/** One's own sound and picture, in the stream that the page gave and shows. */
export class OwnMedia {
  readonly stream: MediaStream;
  readonly #onChange: () => void;

  constructor(stream: MediaStream, onChange: () => void) {
    this.stream = stream;
    this.#onChange = onChange;
    this.#listen();
  }

  /** What is going out: there, not switched off, its device not unplugged. */
  get marks(): Marks {
    return { microphone: this.#isOn("audio"), camera: this.#isOn("video") };
  }

  setEnabled(kind: MediaKind, isEnabled: boolean): void {
    for (const track of tracksOf(this.stream, kind)) track.enabled = isEnabled;
    this.#onChange();
  }

  /** In place of a track that was switched off, the new one is switched off too. */
  replace(kind: MediaKind, track: MediaStreamTrack | null): void {
    const old = tracksOf(this.stream, kind).filter((one) => one !== track);
    if (track && old.length > 0) track.enabled = old.some(({ enabled }) => enabled);
    for (const one of old) this.stream.removeTrack(one);
    if (track) this.stream.addTrack(track);
    this.#listen();
    this.#onChange();
  }

  /** Hears nothing of the tracks any more; may be called twice. */
  close(): void {
    for (const track of this.stream.getTracks()) {
      track.removeEventListener("ended", this.#onChange);
    }
  }

  #isOn(kind: MediaKind): boolean {
    return tracksOf(this.stream, kind).some(
      ({ enabled, readyState }) => enabled && readyState === "live",
    );
  }

  #listen(): void {
    for (const track of this.stream.getTracks()) track.addEventListener("ended", this.#onChange);
  }
}
