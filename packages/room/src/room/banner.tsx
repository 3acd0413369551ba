import type { ConferenceState, ConferenceStatus } from "@lectern/client/state";
import { CircleAlert, Volume2, WifiOff, X } from "../ui/icons.ts";
import type { ClassDevices } from "./class-devices.ts";
import { DeviceNotices } from "./device-notices.tsx";
import { deviceFailure } from "./devices.ts";
import { MediaFailure } from "./media-failure.tsx";
import type { OwnScreen } from "./own-screen.ts";
import { OwnScreenNotice } from "./own-screen-notice.tsx";
import { silenced, startSound } from "./video.tsx";

export interface BannerProps {
  readonly state: ConferenceState;
  readonly devices: ClassDevices;
  readonly screen: OwnScreen;
  readonly onSave: () => void;
  /** Something was answered, and is gone with its button. */
  readonly onDone: () => void;
}

/** What stands in the way at the moment, above the class. */
export function Banner({ state, devices, screen, onSave, onDone }: BannerProps) {
  const { status, participants, isOverloaded, saver } = state;
  const words = statusWords(status);
  return (
    <div class="banners" role="status">
      {words && (
        <p class="notice warning">
          <WifiOff size={20} aria-hidden="true" />
          <span>{words}</span>
        </p>
      )}
      {status.type === "connecting" && !words && <p class="notice">Entering the class …</p>}
      {participants.some(({ connection }) => connection === "refused") && (
        <p class="notice warning">
          <CircleAlert size={20} aria-hidden="true" />
          <span>
            This browser does not take the connection settings of the class, so that there is no
            sound or picture. The chat works. Tell whoever runs Lectern here.
          </span>
        </p>
      )}
      {isOverloaded && !saver && (
        <p class="notice">
          <span>This computer has too much to do.</span>
          <button
            type="button"
            class="button small"
            onClick={() => {
              onSave();
              onDone();
            }}
          >
            Show only the teacher
          </button>
        </p>
      )}
      {silenced.value.size > 0 && (
        <p class="notice">
          <button
            type="button"
            class="button primary"
            onClick={() => {
              startSound();
              onDone();
            }}
          >
            <Volume2 size={18} aria-hidden="true" /> Start sound
          </button>
        </p>
      )}
      <OwnScreenNotice screen={screen} onDone={onDone} />
      <DeviceNotices devices={devices} onDone={onDone} />
      {deviceFailure.value && (
        <div class="banner-failure">
          <MediaFailure code={deviceFailure.value} />
          <button
            type="button"
            class="button quiet small"
            onClick={() => {
              deviceFailure.value = null;
              onDone();
            }}
          >
            <X size={18} aria-label="Close" />
          </button>
        </div>
      )}
    </div>
  );
}

function statusWords(status: ConferenceStatus): string | null {
  switch (status.type) {
    case "reconnecting":
      return `The server has been away since ${new Date(status.since).toLocaleTimeString()}. The call goes on; chat and newcomers wait until it is back.`;
    case "connecting":
      return status.attempt > 1
        ? `The class cannot be reached yet. Trying again, attempt ${status.attempt} …`
        : null;
    default:
      return null;
  }
}
