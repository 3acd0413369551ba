export class FakeTrack extends EventTarget {
  readonly kind: string;
  enabled = true;
  muted = false;
  /** Root mean square of what arrives; `null` before anything has. */
  audioLevel: number | null = null;
  readyState = "live";
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;
  readonly label = "";
  readonly #deviceId: string;

  constructor(kind: string, { muted = false, deviceId = "" } = {}) {
    super();
    this.kind = kind;
    this.muted = muted;
    this.#deviceId = deviceId;
  }

  getSettings(): MediaTrackSettings {
    const size = this.kind === "video" ? { width: 640, height: 480, frameRate: 30 } : {};
    return { deviceId: this.#deviceId, ...size };
  }

  mute(): void {
    this.muted = true;
    this.onmute?.();
    this.dispatchEvent(new Event("mute"));
  }

  unmute(): void {
    this.muted = false;
    this.onunmute?.();
    this.dispatchEvent(new Event("unmute"));
  }

  /** The page lets it go: no event (W3C Media Capture, #dom-mediastreamtrack-stop). */
  stop(): void {
    this.readyState = "ended";
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
