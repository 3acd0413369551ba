import type { DeviceState } from "@lectern/client/device-state";
import { useEffect } from "preact/hooks";
import { Dialog } from "../ui/dialog.tsx";
import type { ClassDevices } from "./class-devices.ts";
import { DeviceChoice } from "./device-choice.tsx";
import { canChooseSpeaker, chosenSpeaker, deviceFailure, refreshDevices } from "./devices.ts";
import { MediaFailure } from "./media-failure.tsx";
import { ProcessingChoice } from "./processing-choice.tsx";
import { SaveReport } from "./save-report.tsx";

export interface DevicesDialogProps {
  readonly devices: ClassDevices;
  readonly onClose: () => void;
}

/** Another microphone, camera or speaker in the middle of the class. */
export function DevicesDialog({ devices, onClose }: DevicesDialogProps) {
  useEffect(() => void refreshDevices(), []);
  return (
    <Dialog title="Microphone, camera and sound" onClose={onClose}>
      <MediaFailure code={deviceFailure.value} />
      <DeviceChoice
        label="Microphone"
        kind="audioinput"
        unchosen="Off"
        value={openDevice(devices.states.audio.value)}
        onChoose={(device) => devices.choose("audio", device)}
      />
      <DeviceChoice
        label="Camera"
        kind="videoinput"
        unchosen="Off"
        value={openDevice(devices.states.video.value)}
        onChoose={(device) => devices.choose("video", device)}
      />
      {canChooseSpeaker && (
        <DeviceChoice
          label="Speaker"
          kind="audiooutput"
          unchosen="As the system plays it"
          value={chosenSpeaker.value || "default"}
          onChoose={(device) => {
            chosenSpeaker.value = device;
          }}
        />
      )}
      <ProcessingChoice onChange={() => devices.processAnew()} />
      <SaveReport />
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}

function openDevice({ use }: DeviceState): string | null {
  const present = use.type === "opening" ? use.from : use;
  return present.type === "open" || present.type === "held" ? present.device.id : null;
}
