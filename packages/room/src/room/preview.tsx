import { useEffect, useRef } from "preact/hooks";
import { Mic, MicOff, Video as VideoIcon, VideoOff } from "../ui/icons.ts";
import { initialsOf } from "../ui/initials.ts";
import { DeviceChoice } from "./device-choice.tsx";
import { deviceOf } from "./devices.ts";
import { MediaFailure } from "./media-failure.tsx";
import {
  failure,
  hasTrack,
  opening,
  openPreview,
  preview,
  takePreview,
  wanted,
} from "./preview-media.ts";
import { access, enter } from "./room-model.ts";
import { useLevel } from "./speaking.ts";
import { Video } from "./video.tsx";

/** Before the class: how one will be seen and heard, and the way in. */
export function Preview() {
  useEffect(() => {
    void openPreview(wanted.value);
    const refresh = () => void openPreview(wanted.value);
    navigator.mediaDevices?.addEventListener("devicechange", refresh);
    return () => navigator.mediaDevices?.removeEventListener("devicechange", refresh);
  }, []);
  const heading = useRef<HTMLHeadingElement>(null);
  const retry = () => {
    void openPreview({ microphone: true, camera: true });
    // The button that was clicked may be gone in a moment.
    heading.current?.focus();
  };
  const stream = preview.value;
  const name = access.value?.self.name ?? "";
  const hasSound = hasTrack(stream, "audio");
  const hasPicture = hasTrack(stream, "video");
  return (
    <main class="preview">
      <div class="preview-picture">
        <Video stream={stream} isOwn isVisible={hasPicture} />
        {!hasPicture && (
          <span class="tile-initials" aria-hidden="true">
            {initialsOf(name)}
          </span>
        )}
        <p class="tile-name">{hasPicture ? name : `${name} · camera off`}</p>
      </div>
      <div class="stack preview-choices">
        <div>
          <p class="soft small">Ready to join?</p>
          <h1 ref={heading} tabIndex={-1}>
            {access.value?.title ?? "Your class"}
          </h1>
        </div>
        <div class="switches">
          <Switch kind="microphone" isOn={hasSound} />
          <Switch kind="camera" isOn={hasPicture} />
        </div>
        <div class="stack tight">
          <button
            type="button"
            class="button primary"
            disabled={opening.value === "short"}
            onClick={() => enter(takePreview())}
          >
            {joinWords(hasSound, hasPicture)}
          </button>
          <p class="small soft">Nobody sees or hears you before you join.</p>
        </div>
        {/* What comes and goes is below what is pressed. */}
        {opening.value === "long" ? (
          <p class="notice" role="status">
            Your browser may be asking whether this page may use camera and microphone. You need not
            answer to join.
          </p>
        ) : (
          <MediaFailure code={failure.value} onRetry={retry} />
        )}
        <Level stream={stream} />
        <DeviceChoice
          label="Microphone"
          kind="audioinput"
          unchosen="Off"
          value={deviceOf(stream, "audio")}
          onChoose={(microphone) => void openPreview({ ...wanted.value, microphone })}
        />
        <DeviceChoice
          label="Camera"
          kind="videoinput"
          unchosen="Off"
          value={deviceOf(stream, "video")}
          onChoose={(camera) => void openPreview({ ...wanted.value, camera })}
        />
      </div>
    </main>
  );
}

function joinWords(hasSound: boolean, hasPicture: boolean): string {
  if (hasSound && hasPicture) return "Join";
  if (hasSound) return "Join without camera";
  return hasPicture ? "Join without microphone" : "Join to watch and write";
}

function Switch({
  kind,
  isOn,
}: {
  readonly kind: "microphone" | "camera";
  readonly isOn: boolean;
}) {
  const [On, Off] = kind === "camera" ? [VideoIcon, VideoOff] : [Mic, MicOff];
  return (
    <button
      type="button"
      class="button"
      aria-pressed={isOn}
      onClick={() => void openPreview({ ...wanted.value, [kind]: !isOn })}
    >
      {isOn ? <On size={18} /> : <Off size={18} />}
      {kind === "camera" ? "Camera" : "Microphone"} {isOn ? "on" : "off"}
    </button>
  );
}

function Level({ stream }: { readonly stream: MediaStream }) {
  const level = useLevel(stream);
  return (
    <div class="field">
      <span class="small soft" id="level-label">
        Your microphone hears
      </span>
      <meter class="level" aria-labelledby="level-label" min={0} max={1} value={level} />
    </div>
  );
}
