import type { Conference } from "@lectern/client/conference";
import { createLevelMeter, type LevelMeter } from "@lectern/client/level-meter";
import { hear, silent } from "@lectern/client/speaking";
import type { RemoteParticipant } from "@lectern/client/state";
import { useEffect, useRef, useState } from "preact/hooks";

/** How loud one's own stream is, from 0 to 1. */
export function useLevel(stream: MediaStream | null): number {
  const [level, setLevel] = useState(0);
  const track = soundOf(stream);
  useEffect(
    () => watch(openMeter(track), 80, (now) => setLevel(Math.round(now * 20) / 20)),
    [track],
  );
  return level;
}

/** Who knows how loud the others are. */
export type Heard = Pick<Conference, "levelOf">;

export interface Speaker {
  readonly id: RemoteParticipant["id"];
  readonly isOwn: boolean;
  readonly stream: MediaStream | null;
  readonly heard: Heard;
}

/** Whether somebody speaks: oneself by a meter, the others by what their packets say. */
export function useSpeaking({ id, isOwn, stream, heard }: Speaker): boolean {
  const [isSpeaking, setSpeaking] = useState(false);
  const before = useRef(silent);
  const track = isOwn ? soundOf(stream) : null;
  useEffect(() => {
    const meter = isOwn ? openMeter(track) : { level: () => heard.levelOf(id), close: () => {} };
    const stop = watch(meter, 150, (level) => {
      before.current = hear(before.current, level, performance.now());
      setSpeaking(before.current.isSpeaking);
    });
    return () => {
      stop();
      before.current = silent;
      setSpeaking(false);
    };
  }, [id, isOwn, track, heard]);
  return isSpeaking;
}

/** Reads a level as often as asked, and a last time, as silence, when there is no more to read. */
function watch(
  meter: LevelMeter | null,
  everyMs: number,
  onLevel: (level: number) => void,
): () => void {
  if (!meter) return () => {};
  const timer = setInterval(() => onLevel(meter.level()), everyMs);
  return () => {
    clearInterval(timer);
    meter.close();
    onLevel(0);
  };
}

function soundOf(stream: MediaStream | null): MediaStreamTrack | null {
  return stream?.getAudioTracks()[0] ?? null;
}

/** Where the page was not clicked on before, sound can be measured only after the first click or key. */
function openMeter(track: MediaStreamTrack | null): LevelMeter | null {
  if (!track) return null;
  const context = new AudioContext();
  const meter = createLevelMeter(new MediaStream([track]), context);
  const gestures = new AbortController();
  // One that is closed before the first gesture was never to be heard.
  const resume = () => void context.resume().catch(() => {});
  resume();
  for (const gesture of ["pointerdown", "keydown"]) {
    document.addEventListener(gesture, resume, { once: true, signal: gestures.signal });
  }
  return {
    level: meter.level,
    close: () => {
      gestures.abort();
      meter.close();
      void context.close();
    },
  };
}
