import { useEffect } from "preact/hooks";
import { Dialog } from "../ui/dialog.tsx";
import { type ClassMedia, deviceFailure, takeDevice } from "./class-media.ts";
import { DeviceChoice } from "./device-choice.tsx";
import { canChooseSpeaker, deviceOf, refreshDevices, speaker } from "./devices.ts";
import { MediaFailure } from "./media-failure.tsx";
import { SaveReport } from "./save-report.tsx";

export interface DevicesDialogProps {
  readonly media: ClassMedia;
  readonly onClose: () => void;
}

/** Another microphone, camera or speaker in the middle of the class. */
export function DevicesDialog({ media, onClose }: DevicesDialogProps) {
  useEffect(() => {
    const refresh = () => void refreshDevices();
    refresh();
    navigator.mediaDevices?.addEventListener("devicechange", refresh);
    return () => navigator.mediaDevices?.removeEventListener("devicechange", refresh);
  }, []);
  return (
    <Dialog title="Microphone, camera and sound" onClose={onClose}>
      <MediaFailure code={deviceFailure.value} />
      <DeviceChoice
        label="Microphone"
        kind="audioinput"
        unchosen="Off"
        value={deviceOf(media.localStream, "audio")}
        onChoose={(device) => void takeDevice(media, "audio", device)}
      />
      <DeviceChoice
        label="Camera"
        kind="videoinput"
        unchosen="Off"
        value={deviceOf(media.localStream, "video")}
        onChoose={(device) => void takeDevice(media, "video", device)}
      />
      {canChooseSpeaker && (
        <DeviceChoice
          label="Speaker"
          kind="audiooutput"
          unchosen="As the system plays it"
          value={speaker.value || "default"}
          onChoose={(device) => {
            speaker.value = device;
          }}
        />
      )}
      <SaveReport />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}
