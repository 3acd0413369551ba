import { createLevelMeter } from "@lectern/client/level-meter";
import { hear, silent } from "@lectern/client/speaking";
import { useEffect, useRef, useState } from "preact/hooks";

let shared: AudioContext | null = null;

/** How loud a stream is, from 0 to 1. */
export function useLevel(stream: MediaStream | null): number {
  const [level, setLevel] = useState(0);
  useMeter(stream, 80, (now) => setLevel(Math.round(now * 20) / 20));
  return level;
}

/** Whether somebody speaks in a stream. */
export function useSpeaking(stream: MediaStream | null): boolean {
  const [isSpeaking, setSpeaking] = useState(false);
  const heard = useRef(silent);
  useMeter(stream, 150, (level) => {
    heard.current = hear(heard.current, level, performance.now());
    setSpeaking(heard.current.isSpeaking);
  });
  return isSpeaking;
}

/** Reads a stream's level as often as asked, and a last time, as silence, when it has no sound any more. */
function useMeter(
  stream: MediaStream | null,
  everyMs: number,
  onLevel: (level: number) => void,
): void {
  const track = stream?.getAudioTracks()[0] ?? null;
  useEffect(() => {
    if (!track) return;
    shared ??= startContext();
    const meter = createLevelMeter(new MediaStream([track]), shared);
    const timer = setInterval(() => onLevel(meter.level()), everyMs);
    return () => {
      clearInterval(timer);
      meter.close();
      onLevel(0);
    };
  }, [track, everyMs]);
}

/** Where the page was not clicked on before, sound can be measured only after the first click or key. */
function startContext(): AudioContext {
  const context = new AudioContext();
  const resume = () => void context.resume();
  resume();
  document.addEventListener("pointerdown", resume, { once: true });
  document.addEventListener("keydown", resume, { once: true });
  return context;
}
