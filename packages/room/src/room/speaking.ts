import { createLevelMeter, type LevelMeter } from "@lectern/client/level-meter";
import { useEffect, useState } from "preact/hooks";

let shared: AudioContext | null = null;

/** How loud a stream is, from 0 to 1, a few times a second. */
export function useLevel(stream: MediaStream | null, everyMs = 150): number {
  const [level, setLevel] = useState(0);
  const tracks = stream?.getAudioTracks().length ?? 0;
  useEffect(() => {
    if (!stream || tracks === 0) return;
    shared ??= new AudioContext();
    void shared.resume();
    const meter: LevelMeter = createLevelMeter(stream, shared);
    const timer = setInterval(() => setLevel(Math.round(meter.level() * 20) / 20), everyMs);
    return () => {
      clearInterval(timer);
      meter.close();
      setLevel(0);
    };
  }, [stream, tracks, everyMs]);
  return level;
}
