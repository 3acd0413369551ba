import type { MediaKind } from "@lectern/client/local-tracks";
import { useId } from "preact/hooks";
import { CircleAlert, X } from "../ui/icons.ts";
import type { ClassDevices } from "./class-devices.ts";
import { deviceWords } from "./device-words.ts";
import { isSpeakerAway } from "./devices.ts";

export interface DeviceNoticesProps {
  readonly devices: ClassDevices;
  /** Something was answered, and is gone with its button. */
  readonly onDone: () => void;
}

/** What became of one's devices without one's doing, and the way on. */
export function DeviceNotices({ devices, onDone }: DeviceNoticesProps) {
  return (
    <>
      <Notice kind="audio" devices={devices} onDone={onDone} />
      <Notice kind="video" devices={devices} onDone={onDone} />
      {isSpeakerAway.value && (
        <p class="notice">
          <CircleAlert size={20} aria-hidden="true" />
          <span>Your speaker was unplugged. The one of the system is used until it is back.</span>
        </p>
      )}
    </>
  );
}

function Notice({ kind, devices, onDone }: DeviceNoticesProps & { readonly kind: MediaKind }) {
  const id = useId();
  const words = deviceWords(devices.states[kind].value, kind === "audio" ? "microphone" : "camera");
  if (!words) return null;
  return (
    <div class="banner-failure">
      <div class={words.needsConsent ? "notice warning answerable" : "notice"}>
        <CircleAlert size={20} aria-hidden="true" />
        <span id={id}>{words.text}</span>
        {words.needsConsent && (
          <button
            type="button"
            class="button small"
            aria-describedby={id}
            onClick={() => {
              devices.switch(kind);
              onDone();
            }}
          >
            Turn on again
          </button>
        )}
      </div>
      <button
        type="button"
        class="button quiet small"
        onClick={() => {
          devices.dismiss(kind);
          onDone();
        }}
      >
        <X size={18} aria-label="Close" />
      </button>
    </div>
  );
}
