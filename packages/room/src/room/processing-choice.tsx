import type { SoundProcessing } from "@lectern/client/local-media";
import { keepProcessing, soundProcessing } from "./sound-processing.ts";

const labels: readonly (readonly [keyof SoundProcessing, string])[] = [
  ["noiseSuppression", "Suppress noise"],
  ["echoCancellation", "Cancel the echo of the speakers"],
  ["autoGainControl", "Keep the volume even"],
];

/** What the browser is to do to one's sound; music wants none of it. */
export function ProcessingChoice({ onChange }: { readonly onChange: () => void }) {
  return (
    <fieldset class="choices">
      <legend>Your sound</legend>
      {labels.map(([name, label]) => (
        <label key={name} class="check">
          <input
            type="checkbox"
            checked={soundProcessing.value[name]}
            onChange={(event) => {
              keepProcessing({ [name]: event.currentTarget.checked });
              onChange();
            }}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
