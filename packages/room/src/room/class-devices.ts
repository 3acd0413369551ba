import type { Conference } from "@lectern/client/conference";
import type { DeviceState } from "@lectern/client/device-state";
import { ConferenceError } from "@lectern/client/errors";
import { LocalDevice } from "@lectern/client/local-device";
import { listAllDevices, openLocalMedia } from "@lectern/client/local-media";
import type { MediaKind } from "@lectern/client/local-tracks";
import { type Signal, signal } from "@preact/signals";
import { deviceFailure, refreshDevices } from "./devices.ts";
import { soundProcessing } from "./sound-processing.ts";

/** One's microphone and camera during a class. */
export class ClassDevices {
  readonly #devices: Readonly<Record<MediaKind, LocalDevice>>;
  readonly states: Readonly<Record<MediaKind, Signal<DeviceState>>>;
  readonly #look = () => {
    void refreshDevices();
    void this.#devices.audio.look();
    void this.#devices.video.look();
  };

  constructor(conference: Conference, stream: MediaStream) {
    const own = (kind: MediaKind) =>
      new LocalDevice({
        kind,
        stream,
        replaceTrack: (track) => conference.replaceTrack(kind, track),
        setEnabled: (isEnabled) => conference.setEnabled(kind, isEnabled),
        open: (id) => openTrack(kind, id),
        list: listAllDevices,
        now: Date.now,
        onChange: (state) => {
          this.states[kind].value = state;
          void refreshDevices();
        },
        onFailed: (code) => {
          deviceFailure.value = code;
        },
      });
    this.#devices = { audio: own("audio"), video: own("video") };
    const { audio, video } = this.#devices;
    this.states = { audio: signal(audio.state), video: signal(video.state) };
    navigator.mediaDevices?.addEventListener("devicechange", this.#look);
  }

  /** Turns sound or picture on or off; where there is none yet, asks the browser for a device. */
  switch(kind: MediaKind): void {
    deviceFailure.value = null;
    this.#devices[kind].switch();
  }

  /** Sends from another device from now on. */
  choose(kind: MediaKind, id: string): void {
    deviceFailure.value = null;
    this.#devices[kind].choose(id);
  }

  /** Takes up what the browser is to do to the sound from now on. */
  processAnew(): void {
    this.#devices.audio.reopen();
  }

  /** What became of a device has been read. */
  dismiss(kind: MediaKind): void {
    this.#devices[kind].dismiss();
  }

  /** May be called twice. */
  close(): void {
    navigator.mediaDevices?.removeEventListener("devicechange", this.#look);
    this.#devices.audio.close();
    this.#devices.video.close();
  }
}

async function openTrack(kind: MediaKind, id: string | null): Promise<MediaStreamTrack> {
  const stream = await openLocalMedia({
    microphone: kind === "audio" && (id ?? true),
    camera: kind === "video" && (id ?? true),
    processing: soundProcessing.value,
  });
  const [track] = stream.getTracks();
  if (!track) throw new ConferenceError("no-device", `The browser gave no ${kind} track`);
  return track;
}
