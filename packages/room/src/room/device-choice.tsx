import { useId } from "preact/hooks";
import { devices } from "./devices.ts";

export interface DeviceChoiceProps {
  readonly label: string;
  readonly kind: MediaDeviceKind;
  readonly value: string | null;
  /** What is said while none of the devices is chosen. */
  readonly unchosen: string;
  readonly onChoose: (id: string) => void;
}

/** A choice among the devices of a kind; nothing where there is nothing to choose. */
export function DeviceChoice({ label, kind, value, unchosen, onChoose }: DeviceChoiceProps) {
  const id = useId();
  const choices = devices.value.filter((device) => device.kind === kind);
  const chosen = choices.find((device) => device.id === value)?.id ?? "";
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        disabled={choices.length === 0}
        value={chosen}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {chosen === "" && (
          <option value="">{choices.length === 0 ? "None found" : unchosen}</option>
        )}
        {choices.map((device, at) => (
          <option key={device.id} value={device.id}>
            {device.label || `${label} ${at + 1}`}
          </option>
        ))}
      </select>
    </div>
  );
}
