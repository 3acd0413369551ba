import type { Size } from "@lectern/client/size";
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { canChooseSpeaker, chosenSpeaker, speaker } from "./devices.ts";
import { watchShown } from "./watch-shown.ts";

/** Elements whose sound the browser would not start without a click. */
export const silenced = signal<ReadonlySet<HTMLVideoElement>>(new Set());

/** Starts all sound that waits for a click; to be called from one. */
export function startSound(): void {
  for (const element of silenced.value) void element.play();
  silenced.value = new Set();
}

/** Browsers keep an element that plays, in the page or not, and all that it plays. */
function letGo(element: HTMLVideoElement): void {
  element.srcObject = null;
  silenced.value = new Set([...silenced.value].filter((one) => one !== element));
}

export interface VideoProps {
  readonly stream: MediaStream | null;
  readonly isOwn: boolean;
  readonly isVisible: boolean;
  /** Told at which size the picture is shown, in px of the screen; `null`: it is not. */
  readonly onShown?: (size: Size | null) => void;
}

/** Plays a stream. Its sound plays also while its picture is hidden. */
export function Video({ stream, isOwn, isVisible, onShown }: VideoProps) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (!video || video.srcObject === stream) return;
    video.srcObject = stream;
    if (stream) {
      video.play().catch((error: unknown) => {
        const isRefused = error instanceof DOMException && error.name === "NotAllowedError";
        if (isRefused) silenced.value = new Set([...silenced.value, video]);
      });
    }
  }, [stream]);
  useEffect(() => {
    const video = element.current;
    return () => {
      if (video) letGo(video);
    };
  }, []);
  const tell = useRef(onShown);
  tell.current = onShown;
  useEffect(() => {
    const video = element.current;
    if (!video || !isVisible) return tell.current?.(null);
    return watchShown(video, (size) => tell.current?.(size));
  }, [isVisible]);
  const output = speaker.value;
  useEffect(() => {
    if (isOwn || !canChooseSpeaker) return;
    // A speaker that was unplugged meanwhile: the system's own goes on.
    element.current?.setSinkId(output).catch(() => {
      chosenSpeaker.value = "";
    });
  }, [isOwn, output]);
  return (
    <video
      ref={element}
      class={isOwn ? "mirrored" : undefined}
      data-hidden={!isVisible}
      autoplay
      playsInline
      muted={isOwn}
      tabIndex={-1}
      aria-hidden="true"
    />
  );
}
