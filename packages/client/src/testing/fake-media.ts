export class FakeTrack extends EventTarget {
  readonly kind: string;
  enabled = true;
  muted = false;
  readyState = "live";
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;

  constructor(kind: string, { muted = false } = {}) {
    super();
    this.kind = kind;
    this.muted = muted;
  }

  getSettings(): MediaTrackSettings {
    return this.kind === "video" ? { width: 640, height: 480, frameRate: 30 } : {};
  }

  mute(): void {
    this.muted = true;
    this.onmute?.();
  }

  unmute(): void {
    this.muted = false;
    this.onunmute?.();
  }

  /** The device is unplugged. */
  end(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

export class FakeStream {
  readonly #tracks = new Set<FakeTrack>();

  constructor(tracks: readonly FakeTrack[] = []) {
    for (const track of tracks) this.addTrack(track);
  }

  addTrack(track: FakeTrack): void {
    this.#tracks.add(track);
  }

  removeTrack(track: FakeTrack): void {
    this.#tracks.delete(track);
  }

  getTracks(): readonly FakeTrack[] {
    return [...this.#tracks];
  }

  getAudioTracks(): readonly FakeTrack[] {
    return this.getTracks().filter(({ kind }) => kind === "audio");
  }
}

export function asStream(stream: FakeStream): MediaStream {
  return stream as unknown as MediaStream;
}

export function asTrack(track: FakeTrack): MediaStreamTrack {
  return track as unknown as MediaStreamTrack;
}
