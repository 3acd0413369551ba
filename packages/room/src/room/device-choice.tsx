import { useId } from "preact/hooks";
import { devices } from "./devices.ts";

export interface DeviceChoiceProps {
  readonly label: string;
  readonly kind: MediaDeviceKind;
  readonly value: string | null;
  readonly onChoose: (id: string) => void;
}

/** A choice among the devices of a kind; nothing where there is nothing to choose. */
export function DeviceChoice({ label, kind, value, onChoose }: DeviceChoiceProps) {
  const id = useId();
  const choices = devices.value.filter((device) => device.kind === kind);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        disabled={choices.length === 0}
        value={value ?? ""}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {choices.length === 0 && <option value="">None found</option>}
        {choices.map((device, at) => (
          <option key={device.id} value={device.id}>
            {device.label || `${label} ${at + 1}`}
          </option>
        ))}
      </select>
    </div>
  );
}
