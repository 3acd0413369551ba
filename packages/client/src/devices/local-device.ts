import { ConferenceError, type ConferenceErrorCode } from "../errors.ts";
import type { Device } from "../local-media.ts";
import { type MediaKind, trackOf } from "../local-tracks.ts";
import type { DeviceEffect, DeviceEvent, DeviceState } from "./device-state.ts";
import { beginDevice, step } from "./step.ts";

export interface LocalDeviceOptions {
  readonly kind: MediaKind;
  /** What one sends; it is exchanged there through `replaceTrack`. */
  readonly stream: MediaStream;
  readonly replaceTrack: (track: MediaStreamTrack | null) => void;
  readonly setEnabled: (isEnabled: boolean) => void;
  /**
   * Asks the browser for a device, or for any.
   *
   * @throws {ConferenceError} if it gives none
   */
  readonly open: (id: string | null) => Promise<MediaStreamTrack>;
  /** All devices, those without a name too. */
  readonly list: () => Promise<readonly Device[]>;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly onChange: (state: DeviceState) => void;
  readonly onFailed: (code: ConferenceErrorCode) => void;
}

/** Keeps one's microphone or camera going, by what becomes of it and what the person wants. */
export class LocalDevice {
  readonly #options: LocalDeviceOptions;
  #listening = new AbortController();
  #state: DeviceState;
  #isClosed = false;

  constructor(options: LocalDeviceOptions) {
    this.#options = options;
    const kind = options.kind === "audio" ? "audioinput" : "videoinput";
    const track = this.#track;
    this.#state = beginDevice(kind, track && deviceOf(track, kind, []));
    if (track) {
      this.#listen(track);
      void this.#identify(track);
    }
  }

  get state(): DeviceState {
    return this.#state;
  }

  /** Turns it on or off; where there is none yet, asks for one. */
  switch(): void {
    const isMuted = this.#track?.muted ?? false;
    this.#take({ type: "switch", isOn: this.#isOn, isMuted });
  }

  /** Takes another one from now on. */
  choose(id: string): void {
    this.#take({ type: "choose", id });
  }

  /** Opens the same one anew, as it is to be set up now; what is not open stays so. */
  reopen(): void {
    const { use } = this.#state;
    if (use.type === "open") this.choose(use.device.id);
  }

  /** The person has read what became of it. */
  dismiss(): void {
    this.#take({ type: "dismiss" });
  }

  /** Looks what there is; to be called on `devicechange`. */
  async look(): Promise<void> {
    const devices = await this.#options.list();
    this.#take({ type: "listed", devices, isOn: this.#isOn, now: this.#options.now() });
  }

  /** Does nothing any more; may be called twice. The tracks go on. */
  close(): void {
    this.#isClosed = true;
    this.#listening.abort();
  }

  get #track(): MediaStreamTrack | null {
    return trackOf(this.#options.stream, this.#options.kind);
  }

  get #isOn(): boolean {
    return this.#track?.enabled ?? false;
  }

  #take(event: DeviceEvent): void {
    if (this.#isClosed) return;
    const { state, effects } = step(this.#state, event);
    const isNew = state !== this.#state;
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    if (isNew) this.#options.onChange(state);
  }

  #perform(effect: DeviceEffect): void {
    switch (effect.type) {
      case "open":
        return void this.#open(effect.id);
      case "enable":
        return this.#options.setEnabled(effect.isOn);
    }
  }

  async #open(id: string | null): Promise<void> {
    const { kind, open, replaceTrack, onFailed } = this.#options;
    const old = this.#track;
    // Many phones open one camera at a time, and a microphone is set up when it is opened first.
    if (kind === "video" || old?.getSettings().deviceId === id) this.#stop(old);
    try {
      const track = await open(id);
      if (this.#isClosed) return track.stop();
      replaceTrack(track);
      old?.stop();
      this.#listen(track);
      await this.#identify(track);
    } catch (error) {
      const code = error instanceof ConferenceError ? error.code : "unknown";
      if (old?.readyState === "ended") replaceTrack(null);
      this.#take({ type: "failed", code, isOpen: old?.readyState === "live" });
      onFailed(code);
    }
    await this.look();
  }

  async #identify(track: MediaStreamTrack): Promise<void> {
    const devices = await this.#options.list();
    if (track !== this.#track) return;
    this.#take({ type: "opened", device: deviceOf(track, this.#state.kind, devices) });
  }

  #stop(track: MediaStreamTrack | null): void {
    this.#listening.abort();
    track?.stop();
  }

  #listen(track: MediaStreamTrack): void {
    this.#listening.abort();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    track.addEventListener("ended", () => this.#takeEnd(), { signal });
    const takeMute = () => this.#take({ type: "muted", isOn: track.enabled });
    track.addEventListener("mute", takeMute, { signal });
    track.addEventListener("unmute", () => this.#take({ type: "unmuted" }), { signal });
    if (track.muted) takeMute();
  }

  #takeEnd(): void {
    this.#take({ type: "ended", isOn: this.#isOn, now: this.#options.now() });
    void this.look();
  }
}

/** As it stands in the list, where it can be found there. */
function deviceOf(
  track: MediaStreamTrack,
  kind: DeviceState["kind"],
  devices: readonly Device[],
): Device {
  const { deviceId: id = "", groupId = "" } = track.getSettings();
  const listed = devices.find((one) => one.kind === kind && one.id === id);
  return listed ?? { id, kind, groupId, label: track.label };
}
