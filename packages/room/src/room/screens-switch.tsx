import { useId } from "preact/hooks";

export interface ScreensSwitchProps {
  readonly areAllowed: boolean;
  readonly onChange: (areAllowed: boolean) => void;
}

/** The teacher's switch of whether students may show their screens. */
export function ScreensSwitch({ areAllowed, onChange }: ScreensSwitchProps) {
  const hint = useId();
  return (
    <div>
      <label class="check">
        <input
          type="checkbox"
          checked={areAllowed}
          aria-describedby={hint}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        Students may show their screens
      </label>
      <p class="small soft" id={hint}>
        A courtesy between pages: a screen that is sent all the same is not displayed.
      </p>
    </div>
  );
}
